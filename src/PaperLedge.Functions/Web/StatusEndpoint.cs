using System.Globalization;
using Microsoft.AspNetCore.Http;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Diagnostics;
using PaperLedge.Functions.Episodes;
using PaperLedge.Functions.Feeds;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Web;

/// <summary>What a producer asks: where is my episode, and what is wrong?</summary>
public sealed class StatusEndpoint(
    LedgerStore ledger, UploadStore uploads, ChunkStore chunks, Registration registration, FeedShelf shelf, Announcing announcing, Heralds heralds, PublicUrls urls,
    OutsideLog log, TimeProvider time)
{
    /// <summary>How long the host keeps a message from others, which it renews at half time: what a whole machine's death costs at most.</summary>
    private static readonly TimeSpan MessageLease = TimeSpan.FromMinutes(10);

    public async Task<IResult> ListAsync(CancellationToken cancellationToken)
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
        return Results.Json(new StatusReport(await ReportAsync(show, cancellationToken), episodes, reports, [.. log.Lines.Select(line => new LogReport(line.Time, line.Level.ToString().ToLowerInvariant(), line.Message))]));
    }

    public async Task<IResult> RetryAsync(string slug, CancellationToken cancellationToken) =>
        EpisodeSlug.TryParse(slug, out var parsed) && await registration.RetryAsync(parsed, cancellationToken)
            ? Results.Accepted()
            : Results.Text($"There is no upload for an episode '{slug}'.\n", statusCode: StatusCodes.Status404NotFound);

    private async Task<ShowReport> ReportAsync(Show show, CancellationToken cancellationToken)
    {
        var refused = (await shelf.GetMainAsync(cancellationToken)).Refused;
        string?[] announcement = [heralds.Missing(show.Settings), heralds.AreWanted(show.Settings) ? await announcing.GetProblemAsync(cancellationToken) : null];
        return new ShowReport(
            show.Settings.Title,
            [.. show.Problems, .. announcement.OfType<string>()],
            urls.Feed,
            [.. refused.Select(finding => $"{finding.Where}: {finding.Problem} {finding.Remedy}")]);
    }

    private async Task<EpisodeReport> ReportAsync(Episode episode, CancellationToken cancellationToken)
    {
        var chunk = episode is { Status: EpisodeStatus.Queued, Wanted: { } revision }
            ? await chunks.FindAsync(episode.Slug, revision, Transcription.OnlyChunk, cancellationToken)
            : null;
        var isIdle = chunk is { Value.Finished: null } && chunk.Value.LeaseUntil <= time.GetUtcNow();
        var status = chunk is null || isIdle ? episode.Status.ToString().ToLowerInvariant() : "transcribing";
        var isPublic = episode.Published is not null;
        return new EpisodeReport(
            episode.Slug.Value,
            episode.Published?.Metadata.Title ?? episode.Audio?.Tags.Title ?? episode.Slug.Value,
            status,
            episode.Problem ?? (chunk?.Value.HasDied(time.GetUtcNow()) == true ? Interrupted(chunk.Value) : null),
            episode.Warnings,
            episode.Upload?.BlobName,
            chunk is null ? null : ProgressOf(chunk.Value, episode.Audio!.Duration),
            episode.Guid,
            episode.Published?.Metadata.Published ?? episode.Due,
            isPublic ? urls.Episode(episode.Slug) : null,
            isPublic ? TranscriptFormat.All.ToDictionary(format => format.Extension, format => urls.Transcript(episode.Slug, format)) : null);
    }

    private static string Interrupted(Chunk chunk) => string.Create(
        CultureInfo.InvariantCulture,
        $"Transcription was interrupted at {chunk.LastSeen:HH:mm:ss} UTC. It begins again by itself when its message comes back, " +
        $"at {chunk.LeaseUntil + MessageLease:HH:mm:ss} UTC at the latest.");

    private static ProgressReport ProgressOf(Chunk chunk, TimeSpan duration)
    {
        var elapsed = chunk.LastSeen - chunk.Started;
        return new ProgressReport(
            Math.Round(100 * Math.Min(1, chunk.Position / duration), 1),
            elapsed > TimeSpan.Zero ? Math.Round(chunk.Position / elapsed, 1) : 0,
            chunk.Words);
    }
}
