using System.Text.Json.Serialization;

namespace PaperLedge.Core.Status;

/// <summary>The answer of <c>GET /api/episodes</c>, as JSON in camel case.</summary>
/// <param name="Episodes">A page of them, by slug.</param>
/// <param name="Uploads">Files that were refused, or accepted with problems, and are not the audio of an episode.</param>
/// <param name="Log">
/// What the answering instance logged outside its invocations, such as loaded models and storage that did not answer.
/// </param>
public sealed record StatusReport(
    ShowReport Show, IReadOnlyList<EpisodeReport> Episodes, IReadOnlyList<UploadReport> Uploads, IReadOnlyList<LogReport> Log)
{
    /// <summary>The address of the next page of episodes; null on the last.</summary>
    public Uri? Next { get; init; }

    /// <summary>What the app cannot do, and why, such as a missing ffmpeg; empty if nothing is wrong.</summary>
    public IReadOnlyList<string> Health { get; init; } = [];
}

/// <param name="Problems">Problems with <c>config/show.json</c>, and with announcing changes.</param>
/// <param name="FeedErrors">Why the last good feed is served instead of the newest; empty if the newest is.</param>
public sealed record ShowReport(string Title, IReadOnlyList<string> Problems, Uri Feed, IReadOnlyList<string> FeedErrors)
{
    /// <summary>The ETag of the show.json that is in use; null if there is none.</summary>
    public string? Version { get; init; }
}

/// <param name="Status">
/// <c>queued</c>, <c>preparing</c>, <c>transcribing</c>, <c>encoding</c>, <c>published</c>, <c>scheduled</c>, <c>held</c>,
/// <c>failed</c> or <c>withdrawn</c>.
/// </param>
/// <param name="Problem">What is wrong and what to do, or null.</param>
/// <param name="Warnings">Problems with the audio, the sidecar or the captions that do not stop the episode.</param>
/// <param name="Published">When the episode was or will be published; null if unknown.</param>
/// <param name="Page">Null until the episode is public, as is <paramref name="Transcripts"/>.</param>
public sealed record EpisodeReport(
    string Slug,
    string Title,
    string Status,
    string? Problem,
    IReadOnlyList<string> Warnings,
    string? Audio,
    ProgressReport? Progress,
    string Guid,
    DateTimeOffset? Published,
    Uri? Page,
    IReadOnlyDictionary<string, Uri>? Transcripts)
{
    /// <summary>Integrated loudness of the audio in LUFS (EBU R128, below 8 kHz); null until it is decoded, and for silence.</summary>
    public double? Loudness { get; init; }

    /// <summary>Where a held episode can be reviewed, with the key that the address needs; null for any other.</summary>
    public Uri? Review { get; init; }

    /// <summary>When a failed episode is tried again by itself; null if it is not.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>True if the status does not change without a person; a scheduled episode waits for its date.</summary>
    [JsonIgnore]
    public bool IsSettled => Status is "published" or "scheduled" or "held" or "failed" or "withdrawn";

    [JsonIgnore]
    public bool IsPublished => Status == "published";
}

/// <param name="Percent">0 to 100 of the audio.</param>
/// <param name="Speed">Times real time, of all workers together.</param>
/// <param name="Words">So far.</param>
/// <param name="PiecesDone">Pieces that are transcribed.</param>
/// <param name="Pieces">0 until the audio is prepared.</param>
/// <param name="SecondsLeft">At this speed; null if it is not known yet.</param>
public sealed record ProgressReport(
    double Percent, double Speed, int Words, int PiecesDone = 0, int Pieces = 0, double? SecondsLeft = null);

/// <param name="Status"><c>failed</c>.</param>
/// <param name="RetryAt">When it is tried again by itself; null if it is not.</param>
public sealed record UploadReport(string Name, string Status, string? Problem, DateTimeOffset Updated, DateTimeOffset? RetryAt = null);

/// <param name="Level"><c>information</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</param>
public sealed record LogReport(DateTimeOffset Time, string Level, string Message);

/// <summary>The answer of <c>GET /api/health</c>, as JSON in camel case.</summary>
/// <param name="Status"><c>healthy</c> or <c>degraded</c>.</param>
/// <param name="Problems">What the app cannot do, why, and what to do.</param>
/// <param name="Show">The feed's guid; null while it is unknown.</param>
public sealed record HealthReport(string Status, IReadOnlyList<string> Problems, Guid? Show);
