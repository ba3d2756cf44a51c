using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Functions.Feeds;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Uploads;

namespace PaperLedge.Functions.Publishing;

/// <summary>Withdrawal of episodes from the feed after their audio was deleted.</summary>
public sealed class Withdrawal(LedgerStore ledger, Inbox inbox, Announcements announcements, TimeProvider time, ILogger<Withdrawal> logger)
{
    /// <summary>Withdraws the episode unless its audio exists. The guid is kept in case the episode comes back.</summary>
    public Task WithdrawAsync(EpisodeSlug slug, CancellationToken cancellationToken) =>
        ConditionalWrite.RepeatAsync($"Episode '{slug}'", async () =>
        {
            if (await ledger.FindEpisodeAsync(slug, cancellationToken) is not { Value.Upload: { } upload } stored
                || await inbox.FindAsync(upload.BlobName, cancellationToken) is not null)
            {
                return true;
            }

            var after = stored.Value.Withdraw();
            var isWritten = stored.Value.Published is null
                ? await ledger.ReplaceEpisodeAsync(after, stored.ETag, cancellationToken)
                : await ledger.PublishAsync(stored, after, time.GetUtcNow(), cancellationToken);
            if (isWritten)
            {
                EpisodeLog.Withdrawn(logger, slug.Value);
                await announcements.ChangedAsync(cancellationToken);
            }

            return isWritten;
        });
}
