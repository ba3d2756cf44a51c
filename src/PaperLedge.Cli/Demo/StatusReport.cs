namespace PaperLedge.Cli.Demo;

/// <summary>The parts of <c>GET /api/episodes</c> that are shown here; the function app's own type has the whole.</summary>
public sealed record StatusReport(IReadOnlyList<EpisodeReport> Episodes, IReadOnlyList<UploadReport> Uploads);

/// <param name="Status"><c>queued</c>, <c>transcribing</c>, <c>published</c>, <c>scheduled</c>, <c>failed</c> or <c>withdrawn</c>.</param>
/// <param name="Problem">What is wrong and what to do, or null.</param>
/// <param name="Warnings">What was wrong with the sidecar.</param>
/// <param name="Page">Null until the episode is public.</param>
/// <param name="Transcripts">Addresses by format; null until the episode is public.</param>
public sealed record EpisodeReport(
    string Slug,
    string Title,
    string Status,
    string? Problem,
    IReadOnlyList<string>? Warnings,
    ProgressReport? Progress,
    Uri? Page,
    IReadOnlyDictionary<string, Uri>? Transcripts)
{
    /// <summary>Nothing more will happen by itself (a scheduled episode waits for its date).</summary>
    public bool IsSettled => Status is "published" or "scheduled" or "failed" or "withdrawn";

    public bool IsPublished => Status == "published";
}

/// <param name="Percent">0 to 100 of the audio.</param>
/// <param name="Speed">Times real time.</param>
/// <param name="Words">So far.</param>
public sealed record ProgressReport(double Percent, double Speed, int Words);

/// <param name="Name">The blob's.</param>
public sealed record UploadReport(string Name, string Status, string? Problem);
