using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Functions.Feeds;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Episodes;

/// <summary>The way back: an episode whose audio was deleted leaves the feed.</summary>
public sealed class Withdrawal(LedgerStore ledger, Inbox inbox, Announcing announcing, TimeProvider time, ILogger<Withdrawal> logger)
{
    /// <summary>Does nothing if the audio is there. The guid stays, for the day the episode comes back.</summary>
    public async Task WithdrawAsync(EpisodeSlug slug, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            if (await ledger.FindEpisodeAsync(slug, cancellationToken) is not { Value.Upload: { } upload } stored
                || await inbox.FindAsync(upload.BlobName, cancellationToken) is not null)
            {
                return;
            }

            var after = stored.Value.Withdraw();
            var written = stored.Value.Published is null
                ? await ledger.ReplaceEpisodeAsync(after, stored.ETag, cancellationToken)
                : await ledger.PublishAsync(stored, after, time.GetUtcNow(), cancellationToken);
            if (written)
            {
                EpisodeLog.Withdrawn(logger, slug.Value);
                await announcing.ChangedAsync(cancellationToken);
                return;
            }
        }

        throw Contention.TooMuch(slug);
    }
}
