using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;

namespace PaperLedge.Functions.Episodes;

/// <summary>Removes the rows of revisions that were superseded, and of attempts that died.</summary>
public sealed class Sweeping(
    LedgerStore ledger, ChunkStore chunks, SegmentStore segments, TimeProvider time, ILogger<Sweeping> logger)
{
    /// <summary>Rows that are wanted, or may be being written, stay for a later round; what is swept is struck off the episode's list.</summary>
    public async Task SweepAsync(EpisodeSlug slug, CancellationToken cancellationToken)
    {
        if (await ledger.FindEpisodeAsync(slug, cancellationToken) is not { } stored)
        {
            return;
        }

        var episode = stored.Value;
        var swept = new List<Revision>();
        foreach (var revision in episode.Leftovers)
        {
            if (await SweepAsync(episode, revision, cancellationToken))
            {
                swept.Add(revision);
            }
        }

        // If the episode has changed since it was read, the next round sweeps again: that finds nothing, and does no harm.
        var after = episode with { Leftovers = [.. episode.Leftovers.Except(swept)] };
        if (swept.Count > 0 && await ledger.ReplaceEpisodeAsync(after, stored.ETag, cancellationToken))
        {
            EpisodeLog.Swept(logger, slug.Value, swept.Count);
        }
    }

    /// <returns>True if nothing that is to go remains.</returns>
    private async Task<bool> SweepAsync(Episode episode, Revision revision, CancellationToken cancellationToken)
    {
        var isPublished = episode.Published?.Enclosure.Revision == revision;
        if (episode.Wants(revision) && !isPublished)
        {
            return false;
        }

        var chunk = await chunks.FindAsync(episode.Slug, revision, Transcription.OnlyChunk, cancellationToken);
        if (chunk is { Value.Finished: null } && chunk.Value.LeaseUntil > time.GetUtcNow())
        {
            // An attempt that has not noticed yet that nobody wants it.
            return false;
        }

        var keptAttempt = isPublished ? chunk?.Value.Attempt : null;
        var isClean = await segments.SweepAsync(episode.Slug, revision, Transcription.OnlyChunk, keptAttempt, cancellationToken);
        if (isClean && !isPublished)
        {
            await chunks.DeleteAsync(episode.Slug, revision, Transcription.OnlyChunk, cancellationToken);
        }

        return isClean;
    }
}
