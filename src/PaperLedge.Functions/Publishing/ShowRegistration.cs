using Microsoft.Extensions.Logging;
using PaperLedge.Core.Feed;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Shows;
using PaperLedge.Functions.Feeds;
using PaperLedge.Storage;
using PaperLedge.Storage.Blobs;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Functions.Publishing;

/// <summary>Registration of the show: creates its row once, with its guid, and updates the row when its settings are uploaded.</summary>
public sealed class ShowRegistration(
    LedgerStore ledger,
    ConfigStore config,
    PublicUrls urls,
    Announcements announcements,
    TimeProvider time,
    ILogger<ShowRegistration> logger)
{
    /// <summary>Creates the row. Its guid is made from the feed's first address and stays when the address changes.</summary>
    public Task CreateAsync(CancellationToken cancellationToken) => ledger.AddShowAsync(
        new Show(FeedGuid.For(urls.Feed), ShowSettingsReader.Default, [], Version: 1, time.GetUtcNow()), cancellationToken);

    /// <summary>Reads the settings file and stores its settings if they differ.</summary>
    public async Task RegisterAsync(string blobName, CancellationToken cancellationToken)
    {
        if (blobName == StorageNames.ShowSettingsBlob)
        {
            await ConditionalWrite.RepeatAsync("The show's row", () => TryRegisterAsync(blobName, cancellationToken));
        }
    }

    private async Task<bool> TryRegisterAsync(string blobName, CancellationToken cancellationToken)
    {
        // The file is read after the row: if a newer file is registered meanwhile, the write below is refused.
        var stored = await ledger.GetShowAsync(cancellationToken);
        if (await config.ReadAsync(blobName, cancellationToken) is not { } file)
        {
            return true;
        }

        var (settings, problems) = ShowSettingsReader.Read(file.Content, blobName, stored.Value.Settings);
        var (show, now) = (stored.Value, time.GetUtcNow());
        if (show.Settings == settings && show.Problems.SequenceEqual(problems))
        {
            return true;
        }

        var changed = show.Settings == settings
            ? show with { Problems = problems }
            : show with { Settings = settings, Problems = problems, Version = show.Version + 1, Updated = now, SettingsUpdated = now };
        if (!await ledger.ReplaceShowAsync(changed, stored.ETag, cancellationToken))
        {
            return false;
        }

        EpisodeLog.ShowRead(logger, blobName);
        foreach (var problem in problems)
        {
            EpisodeLog.ShowWarned(logger, problem);
        }

        await announcements.ChangedAsync(cancellationToken);
        return true;
    }
}
