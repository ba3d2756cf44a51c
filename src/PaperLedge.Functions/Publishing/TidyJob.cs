using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaperLedge.Core.Episodes;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Status;
using PaperLedge.Functions.Telemetry;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Uploads;
using PaperLedge.Storage.Work;

namespace PaperLedge.Functions.Publishing;

/// <summary>Job for everything that no event reports. A failure of one item does not stop the others.</summary>
/// <remarks>
/// It handles deleted files, uploads without an event, stalled work, dates that have come, leftover rows, the feed's archives and its move.
/// </remarks>
public sealed class TidyJob(
    Inbox inbox,
    LedgerStore ledger,
    UploadStore uploads,
    UploadRegistration registration,
    TranscriptionJob transcription,
    Publisher publisher,
    Withdrawal withdrawal,
    RowCleanup cleanup,
    ShowRegistration show,
    FeedArchives archives,
    FeedMove move,
    WorkStore work,
    WorkFiles files,
    RowRepair repair,
    AddressCheck address,
    Announcements announcements,
    QueueAges queues,
    IOptions<TidyOptions> options,
    TimeProvider time,
    ILogger<TidyJob> logger)
{
    public Task RunAsync(CancellationToken cancellationToken) =>
        AppTraces.RunPartAsync("Tidy", [], () => TidyAllAsync(cancellationToken));

    private async Task TidyAllAsync(CancellationToken cancellationToken)
    {
        await GuardAsync("the ages of queues", () => MeasureQueuesAsync(cancellationToken), cancellationToken);
        await GuardAsync("the show's row", () => repair.RepairShowAsync(cancellationToken), cancellationToken);
        await GuardAsync(
            StorageNames.ShowSettingsBlob,
            () => show.RegisterAsync(StorageNames.ShowSettingsBlob, cancellationToken),
            cancellationToken);
        var present = await inbox.ListAsync(cancellationToken)
            .ToDictionaryAsync(upload => upload.BlobName, cancellationToken: cancellationToken);
        var audio = AudioBySlug(present.Keys);
        var damaged = new List<EpisodeSlug>();
        var episodes = await ledger.ListEpisodesAsync(cancellationToken, (slug, _) => damaged.Add(slug))
            .Select(stored => stored.Value)
            .ToListAsync(cancellationToken);
        foreach (var slug in damaged)
        {
            await GuardAsync(slug.Value, () => RepairAsync(slug, audio, cancellationToken), cancellationToken);
        }

        foreach (var episode in episodes)
        {
            await GuardAsync(episode.Slug.Value, () => TidyAsync(episode, present, audio, cancellationToken), cancellationToken);
        }

        await GuardAsync("the list of episodes", () => repair.RepairListAsync(episodes, cancellationToken), cancellationToken);
        await TidyUploadsAsync(present, episodes, cancellationToken);
        await GuardAsync("the files of transcriptions", () => TidyWorkAsync(episodes, cancellationToken), cancellationToken);
        await GuardAsync("the feed's archives", () => archives.SealAsync(cancellationToken), cancellationToken);
        await GuardAsync("the feed's new address", () => move.CheckAsync(cancellationToken), cancellationToken);
        await GuardAsync("the site's address", () => address.CheckAsync(cancellationToken), cancellationToken);
        await GuardAsync("announcements", () => announcements.QueueAsync(cancellationToken), cancellationToken);
    }

    private async Task MeasureQueuesAsync(CancellationToken cancellationToken)
    {
        if (AppMetrics.WantsQueueAges)
        {
            await foreach (var (queue, age) in queues.ReadAsync(cancellationToken))
            {
                AppMetrics.QueueIs(queue, age);
            }
        }
    }

    private async Task TidyAsync(
        Episode episode, Dictionary<string, Upload> present, ILookup<EpisodeSlug, string> audio, CancellationToken cancellationToken)
    {
        if (episode.Upload is not { } upload || !present.ContainsKey(upload.BlobName))
        {
            await withdrawal.WithdrawAsync(episode.Slug, cancellationToken);
            await RegisterAnotherAsync(episode.Slug, audio, cancellationToken);
        }

        await RepublishAsync(episode, present, cancellationToken);
        if (episode is { Status: EpisodeStatus.Scheduled or EpisodeStatus.Held, Wanted: { } waiting })
        {
            await publisher.PublishAsync(episode.Slug, waiting, cancellationToken);
        }

        if (episode is { Status: EpisodeStatus.Failed, RetryAt: { } retryAt } && retryAt <= time.GetUtcNow())
        {
            await registration.RetryAsync(episode.Slug, isByPerson: false, cancellationToken);
        }

        if (episode is { Status: EpisodeStatus.Queued, Wanted: { } stalled } && IsOld(episode.QueuedAt, options.Value.StalledSeconds))
        {
            await transcription.RequeueAsync(
                episode, stalled, time.GetUtcNow().AddSeconds(-options.Value.StalledSeconds), cancellationToken);
        }

        if (episode.Leftovers.Count > 0)
        {
            await cleanup.RunAsync(episode.Slug, cancellationToken);
        }
    }

    private async Task RepairAsync(EpisodeSlug slug, ILookup<EpisodeSlug, string> audio, CancellationToken cancellationToken)
    {
        await repair.RepairEpisodeAsync(slug, cancellationToken);
        foreach (var name in audio[slug])
        {
            await registration.RegisterAsync(name, cancellationToken);
        }
    }

    // A second file of an episode was refused while the first one existed. When the first is gone, the second may be the episode.
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

    // Sidecar and caption changes without an event: deletions never raise one. Publishing records the files' versions.
    private async Task RepublishAsync(Episode episode, Dictionary<string, Upload> present, CancellationToken cancellationToken)
    {
        var sidecar = present.GetValueOrDefault(UploadName.SidecarOf(episode.Slug));
        var captions = UploadName.CaptionsOf(episode.Slug).Select(name => present.GetValueOrDefault(name)).OfType<Upload>().ToList();
        if ((IsMissed(sidecar is null ? [] : [sidecar], episode.SidecarETag) || IsMissed(captions, episode.CaptionsETag))
            && episode is { Status: not EpisodeStatus.Queued, Wanted: { } revision })
        {
            await publisher.PublishAsync(episode.Slug, revision, cancellationToken);
        }
    }

    private async Task TidyUploadsAsync(Dictionary<string, Upload> present, List<Episode> episodes, CancellationToken cancellationToken)
    {
        var used = episodes
            .Where(episode => episode.Status != EpisodeStatus.Failed)
            .Select(episode => (episode.Upload?.BlobName, episode.Upload?.ETag))
            .ToHashSet();
        var known = await uploads.ListAsync(cancellationToken)
            .ToDictionaryAsync(upload => upload.BlobName, cancellationToken: cancellationToken);
        foreach (var name in known.Keys.Where(name => !present.ContainsKey(name)))
        {
            await GuardAsync(name, () => uploads.DeleteAsync(name, cancellationToken), cancellationToken);
        }

        foreach (var upload in present.Values)
        {
            var isKnown = known.TryGetValue(upload.BlobName, out var record) && record.ETag == upload.ETag;
            // A second file replaced the first one, but the app was killed before it recorded that.
            isKnown &= record?.State != UploadState.Failed || !used.Contains((upload.BlobName, upload.ETag));
            if (record is not null && record.ETag == upload.ETag && record.RetryAt <= time.GetUtcNow())
            {
                await GuardAsync(upload.BlobName, () => registration.RetryAsync(record, cancellationToken), cancellationToken);
            }
            else if (!isKnown && IsOld(upload.Uploaded, options.Value.MissedUploadSeconds))
            {
                EpisodeLog.Missed(logger, upload.BlobName);
                await GuardAsync(upload.BlobName, () => registration.RegisterAsync(upload.BlobName, cancellationToken), cancellationToken);
            }
        }
    }

    // Files and rows of revisions that are withdrawn, replaced or published; those of failed ones wait for a retry. A worker that was late
    // may have written a row after the others were deleted.
    private async Task TidyWorkAsync(List<Episode> episodes, CancellationToken cancellationToken)
    {
        var withFiles = await files.ListAsync(cancellationToken).ToListAsync(cancellationToken);
        var withRows = await work.ListAsync(cancellationToken).ToListAsync(cancellationToken);
        foreach (var (slug, revision) in withFiles.Union(withRows))
        {
            var isListed = episodes.Exists(episode => episode.Slug == slug && IsInWork(episode, revision));
            if (!isListed && !(await ledger.FindEpisodeAsync(slug, cancellationToken) is { } now && IsInWork(now.Value, revision)))
            {
                await work.DeleteAsync(slug, revision, cancellationToken);
                await files.DeleteAsync(slug, revision, cancellationToken);
            }
        }
    }

    private static bool IsInWork(Episode episode, Revision revision) =>
        episode.Wants(revision) && episode.Status is EpisodeStatus.Queued or EpisodeStatus.Failed;

    // Made once a round, so that each name is parsed once, not once for every episode.
    private static ILookup<EpisodeSlug, string> AudioBySlug(IEnumerable<string> names) => names
        .Select(name => (Name: name, Parsed: UploadName.TryParse(name, out var parsed, out _) ? parsed : null))
        .Where(upload => upload.Parsed is { IsAudio: true })
        .ToLookup(upload => upload.Parsed!.Slug, upload => upload.Name);

    // noted: the version that was published last.
    private bool IsMissed(List<Upload> files, string? noted) =>
        CaptionsReader.VersionOf(files) != noted && files.All(file => IsOld(file.Uploaded, options.Value.MissedUploadSeconds));

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

/// <summary>Settings of <c>Tidy</c>; section <see cref="Section"/>. Its schedule is the setting <c>TidySchedule</c>.</summary>
public sealed record TidyOptions
{
    public const string Section = "Tidy";

    /// <summary>Seconds after which an upload without an event is registered; default 300.</summary>
    [Range(0, 86_400)]
    public int MissedUploadSeconds { get; init; } = 300;

    /// <summary>
    /// Seconds until something that failed because a part was missing is tried again; default 60. Each pause is twice the last one.
    /// </summary>
    [Range(1, 7200)]
    public int RetrySeconds { get; init; } = 60;

    /// <summary>Seconds after which a queued episode that no worker transcribes is queued again; default 900.</summary>
    [Range(1, 86_400)]
    public int StalledSeconds { get; init; } = 900;
}
