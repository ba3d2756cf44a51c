using System.Globalization;
using Azure.Data.Tables;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Resilience;

/// <summary>
/// A long episode whose workers and hosts are killed at random moments, whose storage is restarted, and each of whose messages comes twice
/// is published once, and its transcript is the same to the byte. The short form reads 15 minutes; a soak reads six hours.
/// </summary>
[Trait("Proof", "long")]
public class LongEpisodeTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_length = TimeSpan.FromMinutes(Soak.IsOn ? 360 : 15);

    private static readonly int s_kills = Soak.IsOn ? 100 : 4;

    // A kill during the preparation begins it again from the start.
    private static readonly int s_killsOfPreparation = Soak.IsOn ? 3 : 1;

    private static readonly int s_storageRestarts = Soak.IsOn ? 2 : 1;

    [Fact]
    public async Task Kills_restarts_of_storage_and_messages_that_come_twice_change_nothing()
    {
        var settings = new Dictionary<string, string?>(QuickSettings.ForKilling)
        {
            ["Transcription__PieceSeconds"] = "300",
            ["Audio__MaxDuration"] = "07:00:00"
        };
        WriteWatch? watch = null;
        await using var app = await RunningApp.StartAsync("long-episode", settings, async azurite =>
        {
            watch = await WriteWatch.StartAsync(azurite);
            return watch.ConnectionString;
        });
        await using var watching = watch!;
        await app.PublishShowAsync();
        var audio = await Ffmpeg.LoopedAsync(s_length);
        await app.UploadAsync("undisturbed.mp3", audio);
        await app.WaitUntilPublishedAsync("undisturbed", s_length);
        var ledger = new LedgerStore(app.Tables);
        var before = (await ledger.GetShowAsync(default)).Value.Version;

        watching.SendsMessagesTwice = true;
        await app.UploadAsync("disturbed.mp3", audio);
        await DisturbAsync(app, "disturbed", new Random(20));
        await app.WaitUntilPublishedAsync("disturbed", s_length);

        Assert.Equal(before + 1, (await ledger.GetShowAsync(default)).Value.Version);
        Assert.Equal(await TranscriptAsync(app, "undisturbed"), await TranscriptAsync(app, "disturbed"));
        Assert.Equal(await SegmentsAsync(app, "undisturbed"), await SegmentsAsync(app, "disturbed"));
        await Eventually.IsEmptyAsync(() => Ledger.ListWorkAsync(app), "queues and work are empty", app);
    }

    /// <summary>Kills whenever a random point of the work is reached: the worker alone one time in four, else the host with it.</summary>
    private async Task DisturbAsync(RunningApp app, string slug, Random random)
    {
        var points = Points(random, s_killsOfPreparation).Select(point => (IsPreparation: true, Point: point))
            .Concat(Points(random, s_kills - s_killsOfPreparation).Select(point => (false, point)))
            .ToList();
        foreach (var (kill, (isPreparation, point)) in points.Index())
        {
            await WaitUntilReachedAsync(app, slug, isPreparation, point);
            if (random.Next(4) == 0)
            {
                await app.FindWorkerAsync();
                app.KillWorker();
                await app.WaitForNewWorkerAsync();
            }
            else
            {
                app.Kill();
                await app.RestartAsync();
            }

            if ((kill + 1) % (s_kills / (s_storageRestarts + 1)) == 0 && kill + 1 < s_kills)
            {
                await app.RestartStorageAsync();
                output.WriteLine($"Restarted storage after {kill + 1} kills");
            }
        }

        output.WriteLine($"Killed {points.Count} times");
    }

    /// <returns>Ascending; the last one is well before the end.</returns>
    private static IEnumerable<TimeSpan> Points(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => s_length * (0.9 * random.NextDouble())).Order();

    private static async Task WaitUntilReachedAsync(RunningApp app, string slug, bool isPreparation, TimeSpan point)
    {
        while (true)
        {
            var rows = await app.Tables.GetTableClient(StorageNames.PiecesTable)
                .QueryAsync<TableEntity>(row => row.PartitionKey.CompareTo($"{slug}-") >= 0 && row.PartitionKey.CompareTo($"{slug}.") < 0)
                .ToListAsync();
            var reached = rows.Where(row => row.RowKey == "plan" == isPreparation).Sum(row => row.GetDouble("PositionSeconds")!.Value);
            var isPast = isPreparation && rows.Any(row => row.RowKey != "plan");
            if (reached >= point.TotalSeconds || isPast)
            {
                return;
            }

            await Task.Delay(50);
        }
    }

    private static Task<string> TranscriptAsync(RunningApp app, string slug) => app.Http.GetStringAsync($"episodes/{slug}/transcript.srt");

    private static async Task<List<string>> SegmentsAsync(RunningApp app, string slug) => await app.Tables
        .GetTableClient(StorageNames.SegmentsTable)
        .QueryAsync<TableEntity>(row => row.PartitionKey.CompareTo($"{slug}-") >= 0 && row.PartitionKey.CompareTo($"{slug}.") < 0)
        .Where(row => row.RowKey != "transcript")
        .Select(row => string.Join('|', row
            .Where(column => column.Key is not ("odata.etag" or "Timestamp" or "PartitionKey" or "RowKey"))
            .Select(column => string.Create(CultureInfo.InvariantCulture, $"{column.Key}={column.Value}"))))
        .ToListAsync();
}
