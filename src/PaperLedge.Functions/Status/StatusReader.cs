using System.Globalization;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Status;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Feeds;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Uploads;
using PaperLedge.Storage.Work;

namespace PaperLedge.Functions.Status;

/// <summary>Reader that builds the producer's status from storage and from this instance's health.</summary>
/// <remarks>A row that cannot be read becomes a report that names it; the others are not affected.</remarks>
public sealed class StatusReader(
    LedgerStore ledger,
    UploadStore uploads,
    WorkStore work,
    ShowCache shows,
    FeedDocuments feed,
    Announcements announcements,
    ChangeNotifier notifier,
    HealthCheck health,
    PublicUrls urls,
    OutsideLog log,
    TimeProvider time)
{
    /// <summary>Rows of a page, and of each list of the summary.</summary>
    public const int PageLength = 100;

    // What the summary shows of the episodes that are in order.
    private const int NewestLength = 10;

    // The host hides a message for this long and renews that at half time. The loss of a whole machine delays a message by at most this
    // long.
    private static readonly TimeSpan s_messageLease = TimeSpan.FromMinutes(10);

    /// <param name="after">The last slug of the page before; null to begin.</param>
    public async Task<StatusReport> ListAsync(EpisodeSlug? after, CancellationToken cancellationToken)
    {
        var episodes = new List<EpisodeReport>();
        var rows = 0;
        EpisodeSlug? last = null;
        await foreach (var stored in ledger.ListEpisodesAsync(after, PageLength, cancellationToken, Damaged))
        {
            Count(stored.Value.Slug);
            episodes.Add(await ReportAsync(stored.Value, cancellationToken));
        }

        var report = await ReportAsync(episodes, cancellationToken);
        return rows < PageLength ? report : report with { Next = urls.Status(last) };

        void Damaged(EpisodeSlug slug, DamagedRowException exception)
        {
            Count(slug);
            episodes.Add(OfDamaged(slug, exception));
        }

        void Count(EpisodeSlug slug) => (rows, last) = (rows + 1, slug);
    }

    /// <returns>Episodes that failed, wait or are in progress, and the newest; storage sends only these rows.</returns>
    public async Task<StatusReport> SummariseAsync(CancellationToken cancellationToken)
    {
        var episodes = new List<EpisodeReport>();
        var isWhole = true;
        // What needs a person is never crowded out by what does not.
        EpisodeStatus[][] groups = [[EpisodeStatus.Failed, EpisodeStatus.Held], [EpisodeStatus.Queued, EpisodeStatus.Scheduled]];
        foreach (var group in groups)
        {
            var open = await ledger.ListEpisodesAsync(
                group, cancellationToken, (slug, exception) => episodes.Add(OfDamaged(slug, exception)))
                .Take(PageLength + 1)
                .ToListAsync(cancellationToken);
            isWhole &= open.Count <= PageLength;
            foreach (var stored in open.Take(PageLength))
            {
                episodes.Add(await ReportAsync(stored.Value, cancellationToken));
            }
        }

        var known = episodes.Select(episode => episode.Slug).ToHashSet(StringComparer.Ordinal);
        var newest = await ledger.ListNewestAsync(NewestLength, cancellationToken);
        EpisodeSlug[] others = [.. newest.Select(published => published.Slug).Where(slug => !known.Contains(slug.Value))];
        if (others.Length > 0)
        {
            var found = await ledger.ListEpisodesAsync(
                others, cancellationToken, (slug, exception) => episodes.Add(OfDamaged(slug, exception)))
                .ToDictionaryAsync(stored => stored.Value.Slug, stored => stored.Value, cancellationToken: cancellationToken);
            foreach (var slug in others.Where(found.ContainsKey))
            {
                episodes.Add(await ReportAsync(found[slug], cancellationToken));
            }
        }

        var report = await ReportAsync(episodes, cancellationToken);
        return isWhole ? report : report with { Next = urls.Status(after: null) };
    }

    /// <returns>Null if there is no such episode.</returns>
    public async Task<EpisodeReport?> FindAsync(EpisodeSlug slug, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.FindEpisodeAsync(slug, cancellationToken) is { } stored
                ? await ReportAsync(stored.Value, cancellationToken)
                : null;
        }
        catch (DamagedRowException exception)
        {
            return OfDamaged(slug, exception);
        }
    }

    /// <returns>What can be said while storage does not answer.</returns>
    public StatusReport WithoutStorage()
    {
        var show = shows.Last ?? new Show(Guid.Empty, Core.ProducerFiles.ShowSettingsReader.Default, [], 0, default);
        return new StatusReport(new ShowReport(show.Settings.Title, show.Problems, urls.Feed, []), [], [], LogLines())
        {
            Health = health.Problems,
        };
    }

    private async Task<StatusReport> ReportAsync(List<EpisodeReport> episodes, CancellationToken cancellationToken)
    {
        var show = (await ledger.GetShowAsync(cancellationToken)).Value;
        var refused = (await feed.GetMainAsync(cancellationToken)).Refused;
        string?[] others =
        [
            show.ArtworkProblem,
            show.MoveProblem,
            show.AddressProblem,
            notifier.FindProblem(show.Settings),
            notifier.HasTargets(show.Settings) ? await announcements.GetProblemAsync(cancellationToken) : null,
        ];
        var report = new ShowReport(
            show.Settings.Title,
            [.. show.Problems, .. others.OfType<string>()],
            urls.Feed,
            [.. refused.Select(finding => $"{finding.Where}: {finding.Problem} {finding.Remedy}")])
        {
            Version = show.FileVersion,
        };
        return new StatusReport(report, episodes, await ReadUploadsAsync(cancellationToken), LogLines()) { Health = health.Problems };
    }

    // A failure that the episode reports is not listed again.
    private async Task<List<UploadReport>> ReadUploadsAsync(CancellationToken cancellationToken)
    {
        var reports = new List<UploadReport>();
        await foreach (var upload in uploads.ListProblemsAsync(cancellationToken).Take(PageLength))
        {
            var isReported = UploadName.TryParse(upload.BlobName, out var name, out _)
                && await FindAsync(name.Slug, cancellationToken) is { } episode
                && (episode.Problem == upload.Problem || episode.Warnings.Contains(upload.Problem));
            if (!isReported)
            {
                reports.Add(new UploadReport(
                    upload.BlobName, upload.State.ToString().ToLowerInvariant(), upload.Problem, upload.Updated, upload.RetryAt));
            }
        }

        return reports;
    }

    private IReadOnlyList<LogReport> LogLines() =>
        [.. log.Lines.Select(line => new LogReport(line.Time, line.Level.ToString().ToLowerInvariant(), line.Message))];

    private async Task<EpisodeReport> ReportAsync(Episode episode, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        WorkProgress? progress = null;
        string? damage = null;
        if (episode is { Status: EpisodeStatus.Queued, Wanted: { } revision })
        {
            try
            {
                progress = new WorkProgress(await work.ReadAsync(episode.Slug, revision, cancellationToken));
            }
            catch (DamagedRowException exception)
            {
                damage = $"{exception.Message} {RetryAdvice(episode.Slug)}";
            }
        }

        var report = Of(episode, progress?.Status(now) ?? episode.Status.ToString().ToLowerInvariant());
        return report with
        {
            Problem = damage ?? report.Problem ?? (progress?.Interrupted(now) is { } dead ? Interrupted(dead) : null),
            Progress = progress?.Report(episode.Audio?.Duration ?? TimeSpan.Zero),
        };
    }

    private EpisodeReport Of(Episode episode, string status)
    {
        var published = episode.Published;
        var waits = episode.Status is EpisodeStatus.Held or EpisodeStatus.Scheduled;
        return new EpisodeReport(
            episode.Slug.Value,
            published?.Metadata.Title ?? episode.Title ?? episode.Audio?.Tags.Title ?? episode.Slug.Value,
            status,
            episode.Problem,
            episode.Warnings,
            episode.Upload?.BlobName,
            Progress: null,
            episode.Guid.Value,
            published?.Metadata.Published ?? episode.Due,
            published is null ? null : urls.Episode(episode.Slug),
            published is null ? null : Transcripts(episode.Slug))
        {
            Loudness = episode.Audio?.Loudness,
            Review = waits && episode.ReviewKey is { } key ? urls.Review(episode.Slug, key) : null,
            RetryAt = episode.RetryAt,
        };
    }

    private static EpisodeReport OfDamaged(EpisodeSlug slug, DamagedRowException exception) => new(
        slug.Value,
        slug.Value,
        "failed",
        $"{exception.Message} The app writes it anew from the list of published episodes and the inbox; if this message stays, " +
        "upload the episode's audio again.",
        Warnings: [],
        Audio: null,
        Progress: null,
        Guid: "",
        Published: null,
        Page: null,
        Transcripts: null);

    private Dictionary<string, Uri> Transcripts(EpisodeSlug slug) =>
        TranscriptFormat.All.ToDictionary(format => format.Extension, format => urls.Transcript(slug, format));

    private static string RetryAdvice(EpisodeSlug slug) => $"To make it again, POST to /api/episodes/{slug}/retry.";

    private static string Interrupted(WorkState work) => string.Create(
        CultureInfo.InvariantCulture,
        $"Work on the episode was interrupted at {work.LastSeen:HH:mm:ss} UTC. It restarts automatically " +
        $"when its queue message becomes visible again, at {work.LeaseUntil + s_messageLease:HH:mm:ss} UTC at the latest.");
}
