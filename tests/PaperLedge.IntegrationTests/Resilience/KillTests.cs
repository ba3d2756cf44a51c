using System.Text;
using PaperLedge.IntegrationTests.App;
using PaperLedge.Storage;
using Xunit.Abstractions;

namespace PaperLedge.IntegrationTests.Resilience;

/// <summary>The app is killed after each storage write of an episode's way, and ends where an undisturbed run ends.</summary>
public class KillTests(ITestOutputHelper output)
{
    /// <summary>More than an episode's way has; if it ever has more, the test says so.</summary>
    private const int MostWrites = 100;

    private const string Sidecar = """{"title": "Killed and risen", "published": "2026-01-01", "season": 1}""";

    [Fact]
    public async Task An_app_killed_after_any_write_ends_with_the_tables_and_the_feed_of_an_undisturbed_run()
    {
        WriteWatch? watch = null;
        await using var app = await RunningApp.StartAsync("kills", QuickSettings.ForKilling, async azurite =>
        {
            watch = await WriteWatch.StartAsync(azurite);
            return watch.ConnectionString;
        });
        await using var watching = watch!;
        await app.PublishShowAsync();
        var audio = await Ffmpeg.ClipAsync("wav");

        var undisturbed = await RunAsync(app, watching, "undisturbed", audio, killAfter: 0);
        var writes = watching.Writes;
        output.WriteLine($"An undisturbed run makes {writes.Count} writes:\n{string.Join('\n', writes)}");
        Assert.InRange(writes.Count, 15, MostWrites);

        var kills = 0;
        for (var write = 1; write <= MostWrites; write++)
        {
            var slug = $"killed-{write}";
            var outcome = await RunAsync(app, watching, slug, audio, write);
            Assert.True(undisturbed == outcome, $"Killed after write {write} ({watching.Writes.ElementAtOrDefault(write - 1)}):\n{Difference(undisturbed, outcome)}");
            if (watching.Writes.Count < write)
            {
                break;
            }

            kills++;
        }

        output.WriteLine($"Killed {kills} times.");
        Assert.InRange(kills, 15, MostWrites - 1);
        await AssertNothingIsPoisonedAsync(app);
    }

    private static async Task<string> RunAsync(RunningApp app, WriteWatch watch, string slug, byte[] audio, int killAfter)
    {
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watch.Arm(killAfter, () =>
        {
            app.Kill();
            killed.TrySetResult();
        });
        await app.UploadAsync($"{slug}.json", Encoding.UTF8.GetBytes(Sidecar));
        await app.UploadAsync($"{slug}.wav", audio);
        while (!killed.Task.IsCompleted && !await IsSettledAsync(app, slug))
        {
            await Task.Delay(100);
        }

        if (killed.Task.IsCompleted)
        {
            await app.RestartAsync();
        }

        await Eventually.IsTrueAsync(() => IsSettledAsync(app, slug), $"{slug} is published and swept", app);
        return await Ledger.DescribeAsync(app, slug);
    }

    /// <summary>Published, with both uploads noted, nothing left to sweep and no message on its way.</summary>
    private static async Task<bool> IsSettledAsync(RunningApp app, string slug)
    {
        try
        {
            var status = await app.StatusAsync();
            var ledger = app.Tables.GetTableClient(StorageNames.LedgerTable);
            var queue = app.Queues.GetQueueClient(StorageNames.TranscribeQueue);
            return status.Episodes.Any(episode => episode.Slug == slug && episode.Status == "published")
                && status.Uploads.Count(upload => upload.Name.StartsWith($"{slug}.", StringComparison.Ordinal)) == 2
                && (await ledger.GetEntityAsync<Azure.Data.Tables.TableEntity>("show", $"episode-{slug}")).Value.GetString("Leftovers") is null
                && (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0;
        }
        catch (HttpRequestException)
        {
            // The app is dead, as it should be by now.
            return false;
        }
    }

    private static async Task AssertNothingIsPoisonedAsync(RunningApp app)
    {
        foreach (var name in (string[])[StorageNames.TranscribePoisonQueue, StorageNames.BlobPoisonQueue])
        {
            Assert.Equal(0, (await app.Queues.GetQueueClient(name).GetPropertiesAsync()).Value.ApproximateMessagesCount);
        }
    }

    private static string Difference(string expected, string actual)
    {
        var (old, now) = (expected.Split('\n'), actual.Split('\n'));
        return $"missing:\n{string.Join('\n', old.Except(now))}\nsurplus:\n{string.Join('\n', now.Except(old))}";
    }
}
