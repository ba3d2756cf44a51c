using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;

namespace PaperLedge.Functions.Episodes;

/// <summary>Removes the rows of revisions that were superseded, of attempts that died, and of corrections that do not count.</summary>
/// <remarks>
/// Rows are listed before the episode is read that says which of them count, and only those go that were not written again since.
/// A publication names its correction in the episode before it writes the rows, so one whose rows were listed and that the
/// episode then does not name has yet to write them, or never will.
/// </remarks>
public sealed class Sweeping(
    LedgerStore ledger, ChunkStore chunks, SegmentStore segments, TimeProvider time, ILogger<Sweeping> logger)
{
    /// <summary>Rows that are wanted, or may be being written, stay for a later round; what is swept is struck off the episode's list.</summary>
    public async Task SweepAsync(EpisodeSlug slug, CancellationToken cancellationToken)
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

        var swept = new List<Revision>();
        foreach (var listing in listed.Where(listing => IsPublished(before, listing.Revision) == IsPublished(stored.Value, listing.Revision)))
        {
            if (await SweepAsync(stored.Value, listing, cancellationToken))
            {
                swept.Add(listing.Revision);
            }
        }

        // If the episode has changed since it was read, the next round sweeps again: that finds nothing, and does no harm.
        var after = stored.Value with { Leftovers = [.. stored.Value.Leftovers.Except(swept)] };
        if (swept.Count > 0 && await ledger.ReplaceEpisodeAsync(after, stored.ETag, cancellationToken))
        {
            EpisodeLog.Swept(logger, slug.Value, swept.Count);
        }
    }

    /// <returns>Null while an attempt writes that has not noticed yet that nobody wants it.</returns>
    private async Task<Listing?> ListAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        var chunk = (await chunks.FindAsync(slug, revision, Transcription.OnlyChunk, cancellationToken))?.Value;
        return chunk is { Finished: null } && chunk.LeaseUntil > time.GetUtcNow()
            ? null
            : new Listing(revision, chunk, await segments.ListAsync(slug, revision, cancellationToken));
    }

    /// <returns>True if nothing that is to go remains.</returns>
    private async Task<bool> SweepAsync(Episode episode, Listing listing, CancellationToken cancellationToken)
    {
        var revision = listing.Revision;
        var isPublished = IsPublished(episode, revision);
        if (episode.Wants(revision) && !isPublished)
        {
            return false;
        }

        var dead = listing.Rows.Where(row => !isPublished || !Counts(episode, listing, row)).ToList();
        var isClean = await segments.DeleteAsync(episode.Slug, revision, dead, cancellationToken);
        if (isClean && !isPublished)
        {
            await chunks.DeleteAsync(episode.Slug, revision, Transcription.OnlyChunk, cancellationToken);
        }

        // While a correction is pending, its publication may yet come to nothing.
        return isClean && (!isPublished || episode.PendingCorrection is null);
    }

    private static bool Counts(Episode episode, Listing listing, WrittenSegment row) =>
        (listing.Chunk is { } chunk && row.IsOfAttempt(Transcription.OnlyChunk, chunk.Attempt))
        || (episode.CorrectionOf(listing.Revision) is { } correction && row.IsOfCorrection(correction.Tag))
        || (episode.PendingCorrection is { } pending && row.IsOfCorrection(pending));

    private static bool IsPublished(Episode episode, Revision revision) => episode.Published?.Enclosure.Revision == revision;

    private sealed record Listing(Revision Revision, Chunk? Chunk, IReadOnlyList<WrittenSegment> Rows);
}
