using Microsoft.Extensions.Logging;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Functions.Feeds;
using PaperLedge.Storage;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Episodes;

/// <summary>The show's own row: made once with its guid, changed when its settings are uploaded.</summary>
public sealed class ShowRegistration(
    LedgerStore ledger, ConfigStore config, PublicUrls urls, Announcing announcing, TimeProvider time, ILogger<ShowRegistration> logger)
{
    /// <summary>The guid follows from the feed's first address and stays when the address changes.</summary>
    public Task CreateAsync(CancellationToken cancellationToken) => ledger.AddShowAsync(
        new Show(FeedGuid.For(urls.Feed), ShowSettingsReader.Default, [], Version: 1, time.GetUtcNow()), cancellationToken);

    /// <summary>Takes up the settings as they are now, if that is what changed.</summary>
    public async Task RegisterAsync(string blobName, CancellationToken cancellationToken)
    {
        if (blobName != StorageNames.ShowSettingsBlob)
        {
            return;
        }

        for (var attempt = 0; attempt < Contention.MaxAttempts; attempt++)
        {
            // The file is read after the row: if a newer one is taken up meanwhile, the write below is refused.
            var stored = await ledger.GetShowAsync(cancellationToken);
            if (await config.ReadAsync(blobName, cancellationToken) is not { } file)
            {
                return;
            }

            var (settings, problems) = ShowSettingsReader.Read(file.Content, blobName, stored.Value.Settings);
            var (show, now) = (stored.Value, time.GetUtcNow());
            if (show.Settings == settings && show.Problems.SequenceEqual(problems))
            {
                return;
            }

            var changed = show.Settings == settings
                ? show with { Problems = problems }
                : show with { Settings = settings, Problems = problems, Version = show.Version + 1, Updated = now, SettingsUpdated = now };
            if (await ledger.ReplaceShowAsync(changed, stored.ETag, cancellationToken))
            {
                Tell(blobName, problems);
                await announcing.ChangedAsync(cancellationToken);
                return;
            }
        }

        throw new InvalidOperationException($"The show's row was changed by others {Contention.MaxAttempts} times in a row; tried again later.");
    }

    private void Tell(string blobName, IReadOnlyList<string> problems)
    {
        EpisodeLog.ShowRead(logger, blobName);
        foreach (var problem in problems)
        {
            EpisodeLog.ShowWarned(logger, problem);
        }
    }
}
