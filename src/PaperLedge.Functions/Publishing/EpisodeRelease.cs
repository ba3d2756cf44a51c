using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Publishing;

/// <summary>Release of an episode that is held for a review.</summary>
public sealed class EpisodeRelease(LedgerStore ledger, Publisher publisher, TimeProvider time)
{
    /// <summary>Lets an episode go: at once if it is ready and due.</summary>
    /// <returns>The episode afterwards, which is still held if its date is unknown; null if there is none with an upload.</returns>
    public async Task<Episode?> ReleaseAsync(EpisodeSlug slug, CancellationToken cancellationToken)
    {
        var released = await ledger.ChangeEpisodeAsync(
            slug, episode => episode.Upload is null ? null : episode.Release(time.GetUtcNow()), cancellationToken);
        if (released is null)
        {
            return null;
        }

        if (released is { Status: EpisodeStatus.Held, Wanted: { } revision })
        {
            await publisher.PublishAsync(slug, revision, cancellationToken);
        }

        return (await ledger.FindEpisodeAsync(slug, cancellationToken))?.Value;
    }
}
