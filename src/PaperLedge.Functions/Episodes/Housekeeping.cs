using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Functions.Feeds;
using PaperLedge.Storage;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Segments;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Episodes;

/// <summary>
/// What no event reports: deleted audio, sidecars and captions, uploads that no trigger noticed, work that stalled, dates that have come,
/// rows that dead attempts left. One item's failure does not keep the others waiting.
/// </summary>
public sealed class Housekeeping(
    Inbox inbox,
    LedgerStore ledger,
    UploadStore uploads,
    ChunkStore chunks,
    TranscribeQueue queue,
    Registration registration,
    Publication publication,
    Withdrawal withdrawal,
    Sweeping sweeping,
    ShowRegistration show,
    Archiving archiving,
    Announcing announcing,
    IOptions<TidySettings> settings,
    TimeProvider time,
    ILogger<Housekeeping> logger)
{
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        await GuardAsync(StorageNames.ShowSettingsBlob, () => show.RegisterAsync(StorageNames.ShowSettingsBlob, cancellationToken), cancellationToken);
        var present = await inbox.ListAsync(cancellationToken).ToDictionaryAsync(upload => upload.BlobName, cancellationToken: cancellationToken);
        var audio = AudioBySlug(present.Keys);
        var episodes = await ledger.ListEpisodesAsync(cancellationToken).Select(stored => stored.Value).ToListAsync(cancellationToken);
        foreach (var episode in episodes)
        {
            await GuardAsync(episode.Slug.Value, () => TidyAsync(episode, present, audio, cancellationToken), cancellationToken);
        }

        await TidyUploadsAsync(present, episodes, cancellationToken);
        await GuardAsync("the feed's archives", () => archiving.SealAsync(cancellationToken), cancellationToken);
        await GuardAsync("announcements", () => announcing.QueueAsync(cancellationToken), cancellationToken);
    }

    private async Task TidyAsync(
        Episode episode, Dictionary<string, Upload> present, ILookup<EpisodeSlug, string> audio, CancellationToken cancellationToken)
    {
        if (episode.Upload is not { } upload || !present.ContainsKey(upload.BlobName))
        {
            await withdrawal.WithdrawAsync(episode.Slug, cancellationToken);
            await RegisterAnotherAsync(episode.Slug, audio, cancellationToken);
        }

        await NoticeAsync(episode, present, cancellationToken);
        if (episode is { Status: EpisodeStatus.Scheduled, Wanted: { } scheduled })
        {
            await publication.PublishAsync(episode.Slug, scheduled, cancellationToken);
        }

        if (episode is { Status: EpisodeStatus.Queued, Wanted: { } stalled } && IsOld(episode.QueuedAt, settings.Value.StalledSeconds))
        {
            await QueueAgainAsync(episode, stalled, cancellationToken);
        }

        if (episode.Leftovers.Count > 0)
        {
            await sweeping.SweepAsync(episode.Slug, cancellationToken);
        }
    }

    /// <summary>A second file for a slug was refused while the first one stood; when that is gone, it may be the episode.</summary>
    private async Task RegisterAnotherAsync(EpisodeSlug slug, ILookup<EpisodeSlug, string> audio, CancellationToken cancellationToken)
    {
        if (audio.Contains(slug) && await ledger.FindEpisodeAsync(slug, cancellationToken) is { Value.Upload: null })
        {
            foreach (var name in audio[slug])
            {
                await registration.RegisterAsync(name, cancellationToken);
            }
        }
    }

    /// <summary>A sidecar or captions that were deleted, which no event reports, or that no event reported. Publication reads them, and notes their versions.</summary>
    private async Task NoticeAsync(Episode episode, Dictionary<string, Upload> present, CancellationToken cancellationToken)
    {
        var sidecar = present.GetValueOrDefault(UploadName.SidecarOf(episode.Slug));
        var captions = UploadName.CaptionsOf(episode.Slug).Select(name => present.GetValueOrDefault(name)).OfType<Upload>().ToList();
        if ((IsMissed(sidecar is null ? [] : [sidecar], episode.SidecarETag) || IsMissed(captions, episode.CaptionsETag))
            && episode is { Status: EpisodeStatus.Published or EpisodeStatus.Scheduled, Wanted: { } revision })
        {
            await publication.PublishAsync(episode.Slug, revision, cancellationToken);
        }
    }

    private async Task QueueAgainAsync(Episode episode, Revision revision, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var chunk = await chunks.FindAsync(episode.Slug, revision, Transcription.OnlyChunk, cancellationToken);
        if (chunk?.Value.LeaseUntil > now)
        {
            return;
        }

        // The date is written first: if the message is lost after it, the next round sends another.
        var changed = await Contention.ChangeAsync(
            ledger, episode.Slug, current => current.Wants(revision) && current.Status == EpisodeStatus.Queued ? current with { QueuedAt = now } : null,
            cancellationToken);
        if (changed is not null)
        {
            EpisodeLog.QueuedAgain(logger, episode.Slug.Value, episode.QueuedAt);
            await queue.SendAsync(episode.Slug, revision, Transcription.OnlyChunk, delay: null, cancellationToken);
        }
    }

    private async Task TidyUploadsAsync(Dictionary<string, Upload> present, List<Episode> episodes, CancellationToken cancellationToken)
    {
        var used = episodes.Where(episode => episode.Status != EpisodeStatus.Failed).Select(episode => (episode.Upload?.BlobName, episode.Upload?.ETag)).ToHashSet();
        var known = await uploads.ListAsync(cancellationToken).ToDictionaryAsync(upload => upload.BlobName, cancellationToken: cancellationToken);
        foreach (var name in known.Keys.Where(name => !present.ContainsKey(name)))
        {
            await GuardAsync(name, () => uploads.DeleteAsync(name, cancellationToken), cancellationToken);
        }

        foreach (var upload in present.Values)
        {
            var isKnown = known.TryGetValue(upload.BlobName, out var record) && record.ETag == upload.ETag;
            // A second file that took the first one's place, by an app that was killed before it could say so.
            isKnown &= record?.State != UploadState.Failed || !used.Contains((upload.BlobName, upload.ETag));
            if (!isKnown && IsOld(upload.Uploaded, settings.Value.MissedUploadSeconds))
            {
                EpisodeLog.Missed(logger, upload.BlobName);
                await GuardAsync(upload.BlobName, () => registration.RegisterAsync(upload.BlobName, cancellationToken), cancellationToken);
            }
        }
    }

    /// <summary>Made once a round: each name is parsed once, not once for every episode.</summary>
    private static ILookup<EpisodeSlug, string> AudioBySlug(IEnumerable<string> names) => names
        .Select(name => (Name: name, Parsed: UploadName.TryParse(name, out var parsed, out _) ? parsed : null))
        .Where(upload => upload.Parsed is { IsAudio: true })
        .ToLookup(upload => upload.Parsed!.Slug, upload => upload.Name);

    /// <param name="noted">The version that was published last.</param>
    private bool IsMissed(List<Upload> files, string? noted) =>
        CaptionsReader.VersionOf(files) != noted && files.All(file => IsOld(file.Uploaded, settings.Value.MissedUploadSeconds));

    private bool IsOld(DateTimeOffset? then, int seconds) => then is null || then < time.GetUtcNow().AddSeconds(-seconds);

    private async Task GuardAsync(string name, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            EpisodeLog.TidyFailed(logger, exception, name);
        }
    }
}
