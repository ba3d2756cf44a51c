using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;
using PaperLedge.Storage.Work;

namespace PaperLedge.Functions.Publishing;

/// <summary>Repair of rows that cannot be read, or that do not match, from where the same facts are stored too.</summary>
public sealed partial class RowRepair(
    StorageSetup storage,
    ShowRegistration show,
    LedgerStore ledger,
    SegmentStore segments,
    WorkStore work,
    TranscriptReader transcripts,
    TimeProvider time,
    ILogger<RowRepair> logger)
{
    /// <summary>Deletes a revision's rows that cannot be read, so that the work is done again.</summary>
    public async Task RepairWorkAsync(Episode episode, Revision revision, CancellationToken cancellationToken)
    {
        var slug = episode.Slug;
        try
        {
            await work.ReadAsync(slug, revision, cancellationToken);
        }
        catch (DamagedRowException exception)
        {
            LogRepairs(exception, exception.Row);
            await work.DeleteAsync(slug, revision, cancellationToken);
        }

        try
        {
            await transcripts.CheckAsync(slug, revision, cancellationToken);
        }
        catch (DamagedRowException exception)
        {
            LogRepairs(exception, exception.Row);
            await DeleteSegmentsAsync(slug, revision, row => !row.IsCorrected, cancellationToken);
        }

        if (episode.CorrectionOf(revision) is { } correction)
        {
            await RepairCorrectionAsync(slug, revision, correction, cancellationToken);
        }
    }

    // Without its correction, the episode is published with the captions in the inbox as if they were new.
    private async Task RepairCorrectionAsync(
        EpisodeSlug slug, Revision revision, Correction correction, CancellationToken cancellationToken)
    {
        try
        {
            await segments.ReadCorrectionAsync(slug, revision, correction.Tag, cancellationToken);
        }
        catch (DamagedRowException exception)
        {
            LogRepairs(exception, exception.Row);
            await ledger.ChangeEpisodeAsync(
                slug,
                now => now.CorrectionOf(revision)?.Tag == correction.Tag
                    ? now with { Published = now.Published! with { Correction = null } }
                    : null,
                cancellationToken);
            await DeleteSegmentsAsync(slug, revision, row => row.IsOfCorrection(correction.Tag), cancellationToken);
        }
    }

    private async Task DeleteSegmentsAsync(
        EpisodeSlug slug, Revision revision, Func<WrittenSegment, bool> choose, CancellationToken cancellationToken)
    {
        var rows = await segments.ListAsync(slug, revision, cancellationToken);
        await segments.DeleteAsync(slug, revision, rows.Where(choose), cancellationToken);
    }

    /// <summary>Writes the show's row anew if it is missing or damaged.</summary>
    /// <remarks>
    /// It gets what is readable of the old row, and the guid of the last valid feed. The settings follow when <c>show.json</c> is read.
    /// </remarks>
    public async Task RepairShowAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await ledger.FindShowAsync(cancellationToken) is null)
            {
                // Somebody emptied the account while the app ran.
                await storage.EnsureAsync(cancellationToken);
                await show.CreateAsync(cancellationToken);
            }
        }
        catch (DamagedRowException exception)
        {
            LogRepairs(exception, exception.Row);
            var otherwise = await show.SubstituteAsync(cancellationToken);
            if (await ledger.SalvageShowAsync(otherwise, cancellationToken) is { } salvaged)
            {
                var restored = salvaged with { Version = Math.Max(salvaged.Version + 1, otherwise.Version) };
                await ledger.RestoreAsync(restored, cancellationToken);
            }
        }
    }

    /// <summary>Writes an episode's row anew, from its place in the newest-first list; the inbox has the rest.</summary>
    public async Task RepairEpisodeAsync(EpisodeSlug slug, CancellationToken cancellationToken)
    {
        var feedGuid = (await ledger.GetShowAsync(cancellationToken)).Value.FeedGuid;
        var published = await ledger.ListListedAsync(cancellationToken)
            .Select(listed => listed.Episode)
            .FirstOrDefaultAsync(episode => episode?.Slug == slug, cancellationToken);
        var guid = published?.Guid ?? EpisodeGuid.For(feedGuid, slug);
        var episode = new Episode(slug, guid, published?.Metadata.Published ?? time.GetUtcNow()) { Published = published };
        LogRepairs(exception: null, $"episode {slug}");
        await ledger.RestoreAsync(
            published is null
                ? episode
                : episode with { Status = EpisodeStatus.Published, Wanted = published.Revision, TranscriptTag = "" },
            cancellationToken);
    }

    /// <summary>Makes the newest-first list match the episodes.</summary>
    /// <param name="episodes">All that are readable, as read before.</param>
    public async Task RepairListAsync(IReadOnlyList<Episode> episodes, CancellationToken cancellationToken)
    {
        var listed = await ledger.ListListedAsync(cancellationToken).ToListAsync(cancellationToken);
        var places = listed.ToDictionary(place => place.Key, StringComparer.Ordinal);
        var right = new HashSet<string>(StringComparer.Ordinal);
        foreach (var episode in episodes)
        {
            if (episode.Published is { } published)
            {
                var key = ListedEpisode.KeyOf(published);
                right.Add(key);
                if (!places.TryGetValue(key, out var place) || place.Episode != published)
                {
                    await ListAsync(episode.Slug, place, cancellationToken);
                }
            }
        }

        foreach (var place in listed.Where(place => !right.Contains(place.Key)))
        {
            await UnlistAsync(place, episodes, cancellationToken);
        }
    }

    // Reads again: the episode may have been changed since it was listed.
    private async Task ListAsync(EpisodeSlug slug, ListedEpisode? place, CancellationToken cancellationToken)
    {
        if (await ledger.FindEpisodeAsync(slug, cancellationToken) is { Value.Published: { } published } stored
            && await ledger.FindListedAsync(published, cancellationToken) is var now
            && now?.Episode != published
            && now?.ETag == place?.ETag)
        {
            LogRepairs(exception: null, ListedEpisode.KeyOf(published));
            await ledger.PublishAsync(stored, stored.Value, time.GetUtcNow(), cancellationToken);
        }
    }

    // The key of a damaged row names its episode: of two names that it ends with, the longer one.
    private async Task UnlistAsync(ListedEpisode place, IReadOnlyList<Episode> episodes, CancellationToken cancellationToken)
    {
        var owner = place.Episode?.Slug.Value
            ?? episodes.Select(episode => episode.Slug.Value).Where(place.Names).MaxBy(slug => slug.Length);
        if (owner is null)
        {
            return;
        }

        var slug = EpisodeSlug.Parse(owner);
        var stored = await ledger.FindEpisodeAsync(slug, cancellationToken);
        if (stored is null)
        {
            await RepairEpisodeAsync(slug, cancellationToken);
        }
        else if (!place.IsPlaceOf(stored.Value.Published))
        {
            LogRepairs(exception: null, place.Key);
            await ledger.UnlistAsync(place, time.GetUtcNow(), cancellationToken);
        }
    }

    [LoggerMessage(2040, LogLevel.Warning, "{Row} is damaged, or does not match; it is written anew.")]
    private partial void LogRepairs(Exception? exception, string row);
}
