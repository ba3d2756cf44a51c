using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;
using PaperLedge.Storage.Work;

namespace PaperLedge.Functions.Publishing;

// Rows are listed before the episode is read, which names the rows in use. Only rows that were not written again since are deleted. A
// publication names its correction in the episode before it writes the rows. So listed rows of a correction that the episode does not
// name are not in use, and never will be.
/// <summary>Cleanup of the rows of superseded revisions and unused corrections.</summary>
public sealed class RowCleanup(
    LedgerStore ledger, WorkStore work, WorkFiles files, SegmentStore segments, TimeProvider time, ILogger<RowCleanup> logger)
{
    /// <summary>Deletes the episode's leftover rows. Rows that are wanted, or may be being written, stay for a later run.</summary>
    public async Task RunAsync(EpisodeSlug slug, CancellationToken cancellationToken)
    {
        if (await ledger.FindEpisodeAsync(slug, cancellationToken) is not { Value: var before })
        {
            return;
        }

        var listed = new List<Listing>();
        foreach (var revision in before.Leftovers.Where(revision => !before.Wants(revision) || IsPublished(before, revision)))
        {
            if (await ListAsync(slug, revision, cancellationToken) is { } listing)
            {
                listed.Add(listing);
            }
        }

        if (listed.Count == 0 || await ledger.FindEpisodeAsync(slug, cancellationToken) is not { } stored)
        {
            return;
        }

        var cleaned = new List<Revision>();
        foreach (var listing in listed.Where(
            listing => IsPublished(before, listing.Revision) == IsPublished(stored.Value, listing.Revision)))
        {
            if (await DeleteAsync(stored.Value, listing, cancellationToken))
            {
                cleaned.Add(listing.Revision);
            }
        }

        // If the episode has changed since it was read, the next run tries again. It finds no rows and does no harm.
        var after = stored.Value with { Leftovers = [.. stored.Value.Leftovers.Except(cleaned)] };
        if (cleaned.Count > 0 && await ledger.ReplaceEpisodeAsync(after, stored.ETag, cancellationToken))
        {
            EpisodeLog.Swept(logger, slug.Value, cleaned.Count);
        }
    }

    // Returns null while an attempt is still writing, not yet aware that its revision is no longer wanted.
    private async Task<Listing?> ListAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        var begun = await work.ReadAsync(slug, revision, cancellationToken);
        if (begun.IsUnderWay(time.GetUtcNow()))
        {
            return null;
        }

        var head = await segments.FindAsync(slug, revision, cancellationToken);
        return new Listing(revision, head, await segments.ListAsync(slug, revision, cancellationToken));
    }

    // Returns true if no row remains to be deleted.
    private async Task<bool> DeleteAsync(Episode episode, Listing listing, CancellationToken cancellationToken)
    {
        var revision = listing.Revision;
        var isPublished = IsPublished(episode, revision);
        if (episode.Wants(revision) && !isPublished)
        {
            return false;
        }

        var dead = listing.Rows.Where(row => !isPublished || !IsUsed(episode, listing, row)).ToList();
        var isClean = await segments.DeleteAsync(episode.Slug, revision, dead, cancellationToken);
        if (isClean && !isPublished)
        {
            await work.DeleteAsync(episode.Slug, revision, cancellationToken);
            await files.DeleteAsync(episode.Slug, revision, cancellationToken);
        }

        // A pending correction may still be abandoned.
        return isClean && (!isPublished || episode.PendingCorrection is null);
    }

    private static bool IsUsed(Episode episode, Listing listing, WrittenSegment row) =>
        (listing.Head is { } head && row.IsOf(head))
        || (episode.CorrectionOf(listing.Revision) is { } correction && row.IsOfCorrection(correction.Tag))
        || (episode.PendingCorrection is { } pending && row.IsOfCorrection(pending));

    private static bool IsPublished(Episode episode, Revision revision) => episode.Published?.Revision == revision;

    private sealed record Listing(Revision Revision, TranscriptHead? Head, IReadOnlyList<WrittenSegment> Rows);
}
