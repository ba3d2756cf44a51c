using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Status;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Uploads;
using PaperLedge.Storage.Work;

namespace PaperLedge.Functions.Functions;

public sealed class StatusFunctions(
    LedgerStore ledger,
    UploadStore uploads,
    WorkStore work,
    UploadRegistration registration,
    FeedDocuments feed,
    Announcements announcements,
    ChangeNotifier notifier,
    PublicUrls urls,
    OutsideLog log,
    TimeProvider time)
{
    // The host hides a message for this long and renews that at half time. The loss of a whole machine delays a message by at most this
    // long.
    private static readonly TimeSpan s_messageLease = TimeSpan.FromMinutes(10);

    [Function("ListEpisodes")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/episodes")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        var episodes = new List<EpisodeReport>();
        await foreach (var stored in ledger.ListEpisodesAsync(cancellationToken))
        {
            episodes.Add(await ReportAsync(stored.Value, cancellationToken));
        }

        var reports = await uploads.ListAsync(cancellationToken)
            .Select(upload => new UploadReport(upload.BlobName, upload.State.ToString().ToLowerInvariant(), upload.Problem, upload.Updated))
            .ToListAsync(cancellationToken);
        return Results.Json(new StatusReport(
            await ReportAsync(show, cancellationToken),
            episodes,
            reports,
            [.. log.Lines.Select(line => new LogReport(line.Time, line.Level.ToString().ToLowerInvariant(), line.Message))]));
    }

    [Function("RetryEpisode")]
    public async Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/episodes/{slug}/retry")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken) =>
        EpisodeSlug.TryParse(slug, out var parsed) && await registration.RetryAsync(parsed, cancellationToken)
            ? Results.Accepted()
            : Results.Text($"There is no uploaded episode '{slug}'.\n", statusCode: StatusCodes.Status404NotFound);

    private async Task<ShowReport> ReportAsync(Show show, CancellationToken cancellationToken)
    {
        var refused = (await feed.GetMainAsync(cancellationToken)).Refused;
        string?[] others =
        [
            show.MoveProblem,
            notifier.FindProblem(show.Settings),
            notifier.HasTargets(show.Settings) ? await announcements.GetProblemAsync(cancellationToken) : null,
        ];
        return new ShowReport(
            show.Settings.Title,
            [.. show.Problems, .. others.OfType<string>()],
            urls.Feed,
            [.. refused.Select(finding => $"{finding.Where}: {finding.Problem} {finding.Remedy}")]);
    }

    private async Task<EpisodeReport> ReportAsync(Episode episode, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var progress = episode is { Status: EpisodeStatus.Queued, Wanted: { } revision }
            ? new WorkProgress(await work.ReadAsync(episode.Slug, revision, cancellationToken))
            : null;
        var status = progress?.Status(now) ?? episode.Status.ToString().ToLowerInvariant();
        var isPublic = episode.Published is not null;
        return new EpisodeReport(
            episode.Slug.Value,
            episode.Published?.Metadata.Title ?? episode.Audio?.Tags.Title ?? episode.Slug.Value,
            status,
            episode.Problem ?? (progress?.Interrupted(now) is { } dead ? Interrupted(dead) : null),
            episode.Warnings,
            episode.Upload?.BlobName,
            progress?.Report(episode.Audio!.Duration),
            episode.Guid.Value,
            episode.Published?.Metadata.Published ?? episode.Due,
            isPublic ? urls.Episode(episode.Slug) : null,
            isPublic
                ? TranscriptFormat.All.ToDictionary(format => format.Extension, format => urls.Transcript(episode.Slug, format))
                : null)
        {
            Loudness = episode.Audio?.Loudness,
        };
    }

    private static string Interrupted(WorkState work) => string.Create(
        CultureInfo.InvariantCulture,
        $"Work on the episode was interrupted at {work.LastSeen:HH:mm:ss} UTC. It restarts automatically " +
        $"when its queue message becomes visible again, at {work.LeaseUntil + s_messageLease:HH:mm:ss} UTC at the latest.");
}
