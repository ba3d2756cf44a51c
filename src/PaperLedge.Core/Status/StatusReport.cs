using System.Text.Json.Serialization;

namespace PaperLedge.Core.Status;

/// <summary>The answer of <c>GET /api/episodes</c>, as JSON in camel case.</summary>
/// <param name="Log">
/// What the answering instance logged outside its invocations, such as loaded models and storage that did not answer.
/// </param>
public sealed record StatusReport(
    ShowReport Show, IReadOnlyList<EpisodeReport> Episodes, IReadOnlyList<UploadReport> Uploads, IReadOnlyList<LogReport> Log);

/// <param name="Problems">Problems with <c>config/show.json</c>, and with announcing changes.</param>
/// <param name="FeedErrors">Why the last good feed is served instead of the newest; empty if the newest is.</param>
public sealed record ShowReport(string Title, IReadOnlyList<string> Problems, Uri Feed, IReadOnlyList<string> FeedErrors);

/// <param name="Status">
/// <c>queued</c>, <c>preparing</c>, <c>transcribing</c>, <c>encoding</c>, <c>published</c>, <c>scheduled</c>, <c>failed</c> or
/// <c>withdrawn</c>.
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

    /// <summary>True if the status does not change without an upload; a scheduled episode waits for its date.</summary>
    [JsonIgnore]
    public bool IsSettled => Status is "published" or "scheduled" or "failed" or "withdrawn";

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

/// <param name="Status"><c>accepted</c> or <c>failed</c>.</param>
public sealed record UploadReport(string Name, string Status, string? Problem, DateTimeOffset Updated);

/// <param name="Level"><c>information</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</param>
public sealed record LogReport(DateTimeOffset Time, string Level, string Message);
