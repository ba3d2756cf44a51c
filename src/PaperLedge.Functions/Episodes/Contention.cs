using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Episodes;

/// <summary>Read, change, write if unchanged; again if somebody was faster.</summary>
internal static class Contention
{
    /// <summary>Every lost round means that another writer won it, so this many in a row is not an accident.</summary>
    public const int MaxAttempts = 20;

    /// <returns>The episode as written; null if there is none, or if <paramref name="change"/> says that nothing is to be done.</returns>
    public static async Task<Episode?> ChangeAsync(
        LedgerStore ledger, EpisodeSlug slug, Func<Episode, Episode?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await ledger.FindEpisodeAsync(slug, cancellationToken) is not { } stored || change(stored.Value) is not { } changed)
            {
                return null;
            }

            if (await ledger.ReplaceEpisodeAsync(changed, stored.ETag, cancellationToken))
            {
                return changed;
            }
        }

        throw TooMuch(slug);
    }

    /// <summary>Thrown to the host, which delivers the message again later.</summary>
    public static InvalidOperationException TooMuch(EpisodeSlug slug) =>
        new($"Episode '{slug}' was changed by others {MaxAttempts} times in a row; the work is tried again later.");
}
