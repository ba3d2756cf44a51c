namespace PaperLedge.Functions.Web;

/// <summary>The answer of <c>GET /api/episodes</c>, as JSON in camel case.</summary>
/// <param name="Log">What the instance that answers logged outside its invocations, such as models loaded and storage that did not answer.</param>
public sealed record StatusReport(
    ShowReport Show, IReadOnlyList<EpisodeReport> Episodes, IReadOnlyList<UploadReport> Uploads, IReadOnlyList<LogReport> Log);

/// <param name="Problems">What is wrong with <c>config/show.json</c>, and with telling others of changes.</param>
/// <param name="FeedErrors">Why the newest feed is not served, and the last good one is; empty if all is well.</param>
public sealed record ShowReport(string Title, IReadOnlyList<string> Problems, Uri Feed, IReadOnlyList<string> FeedErrors);

/// <param name="Status"><c>queued</c>, <c>transcribing</c>, <c>published</c>, <c>scheduled</c>, <c>failed</c> or <c>withdrawn</c>.</param>
/// <param name="Problem">What is wrong and what to do, or null.</param>
/// <param name="Warnings">What was wrong with the sidecar.</param>
/// <param name="Published">When the episode came out, or will; null if that is not known yet.</param>
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
    IReadOnlyDictionary<string, Uri>? Transcripts);

/// <param name="Percent">0 to 100 of the audio.</param>
/// <param name="Speed">Times real time.</param>
/// <param name="Words">So far.</param>
public sealed record ProgressReport(double Percent, double Speed, int Words);

/// <param name="Status"><c>accepted</c> or <c>failed</c>.</param>
public sealed record UploadReport(string Name, string Status, string? Problem, DateTimeOffset Updated);

/// <param name="Level"><c>information</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</param>
public sealed record LogReport(DateTimeOffset Time, string Level, string Message);
