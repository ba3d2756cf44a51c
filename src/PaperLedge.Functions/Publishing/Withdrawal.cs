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
            if (await ledger.FindEpisodeAsync(slug, cancellationToken) is not { Value.Status: not EpisodeStatus.Withdrawn } stored
                || await HasAudioAsync(stored.Value, cancellationToken))
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

    // A row that was repaired names no upload.
    private async Task<bool> HasAudioAsync(Episode episode, CancellationToken cancellationToken) => episode.Upload is { } upload
        ? await inbox.FindAsync(upload.BlobName, cancellationToken) is not null
        : await inbox.ListAsync($"{episode.Slug}.", cancellationToken).AnyAsync(
            file => UploadName.TryParse(file.BlobName, out var name, out _) && name.IsAudio, cancellationToken);
}
