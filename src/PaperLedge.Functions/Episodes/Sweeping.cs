using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Segments;

namespace PaperLedge.Functions.Episodes;

/// <summary>Removes the rows of revisions that were superseded, and of attempts that died.</summary>
public sealed class Sweeping(LedgerStore ledger, ChunkStore chunks, SegmentStore segments, ILogger<Sweeping> logger)
{
    /// <summary>Rows that are wanted, or may be being written, stay; what was swept is struck off the episode's list.</summary>
    public async Task SweepAsync(Episode episode, CancellationToken cancellationToken)
    {
        var swept = new List<Revision>();
        foreach (var revision in episode.Leftovers)
        {
            var isPublished = episode.Published?.Enclosure.Revision == revision;
            if (episode.Wants(revision) && !isPublished)
            {
                // Wanted again, and perhaps being written right now.
                continue;
            }

            var chunk = await chunks.FindAsync(episode.Slug, revision, Transcription.OnlyChunk, cancellationToken);
            await segments.SweepAsync(
                episode.Slug, revision, Transcription.OnlyChunk, isPublished ? chunk?.Value.Attempt : null, cancellationToken);
            if (!isPublished)
            {
                await chunks.DeleteAsync(episode.Slug, revision, Transcription.OnlyChunk, cancellationToken);
            }

            swept.Add(revision);
        }

        // Only what was swept is struck off: a revision left since waits for the next round.
        await Contention.ChangeAsync(
            ledger,
            episode.Slug,
            current => current.Published?.Enclosure.Revision == episode.Published?.Enclosure.Revision && current.Wanted == episode.Wanted
                ? current with { Leftovers = [.. current.Leftovers.Except(swept)] }
                : null,
            cancellationToken);
        EpisodeLog.Swept(logger, episode.Slug.Value, swept.Count);
    }
}
