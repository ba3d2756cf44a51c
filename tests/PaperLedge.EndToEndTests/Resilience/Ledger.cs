using System.Globalization;
using Azure.Data.Tables;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Resilience;

/// <summary>What a running app's storage, status and feed say of its episodes.</summary>
internal static class Ledger
{
    public static async Task<string> DescribeAsync(RunningApp app, string slug) =>
        await StoredEpisode.DescribeAsync(app.Tables, app.Blobs, slug, await app.ItemAsync(slug));

    /// <returns>Messages, including those that are not visible yet, and the files and rows of work on episodes.</returns>
    public static async Task<IReadOnlyCollection<string>> ListWorkAsync(RunningApp app)
    {
        var left = new List<string>();
        foreach (var name in (string[])
            [StorageNames.PrepareQueue, StorageNames.TranscribeQueue, StorageNames.PreparePoisonQueue, StorageNames.TranscribePoisonQueue])
        {
            var count = (await app.Queues.GetQueueClient(name).GetPropertiesAsync()).Value.ApproximateMessagesCount;
            if (count > 0)
            {
                left.Add(string.Create(CultureInfo.InvariantCulture, $"{count} messages in {name}"));
            }
        }

        left.AddRange(await app.Blobs.GetBlobContainerClient(StorageNames.WorkContainer).GetBlobsAsync()
            .Select(blob => blob.Name)
            .ToListAsync());
        left.AddRange(await app.Tables.GetTableClient(StorageNames.PiecesTable).QueryAsync<TableEntity>()
            .Select(row => string.Join(
                ", ", row.Select(column => string.Create(CultureInfo.InvariantCulture, $"{column.Key}={column.Value}"))))
            .ToListAsync());
        return left;
    }

    /// <summary>Checks that so many episodes are published and in the feed, and that no upload has a problem.</summary>
    public static async Task CheckPublishedAsync(RunningApp app, int count)
    {
        var status = await app.StatusAsync();
        Assert.Equal(count, status.Episodes.Count(episode => episode.Status == "published"));
        Assert.Empty(status.Uploads);
        Assert.Equal(count, (await app.Http.GetStringAsync("feed.xml")).Split("<item>").Length - 1);
    }

    public static string TitleOf(string slug) => StoredEpisode.TitleOf(slug);
}
