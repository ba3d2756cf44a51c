using System.Text;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;
using PaperLedge.Storage.Uploads;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Resilience;

/// <summary>
/// The app is killed after storage writes of an episode's way, and ends where an undisturbed run ends. In turn the worker dies alone,
/// and with its host. A soak kills after every write; the component tests cut off after each of them too, in one process.
/// </summary>
[Trait("Proof", "long")]
public class KillTests(ITestOutputHelper output)
{
    /// <summary>More than any way has; if one ever has more, the test says so.</summary>
    private const int MostWrites = 120;

    private const string Sidecar = """{"title": "Killed and risen", "published": "2026-01-01", "season": 1}""";

    [Fact]
    public Task On_the_way_into_the_feed() => KillAsync(
        kills: 5,
        _ => Task.CompletedTask,
        async (app, slug) =>
        {
            await app.UploadAsync($"{slug}.json", Encoding.UTF8.GetBytes(Sidecar));
            await app.UploadAsync($"{slug}.wav", await Ffmpeg.ClipAsync("wav"));
        },
        IsPublished(uploads: 2, "Killed and risen"));

    [Fact]
    public Task On_the_way_of_a_new_version_whose_sidecar_is_deleted() => KillAsync(
        kills: 3,
        async run =>
        {
            await run.App.UploadAsync($"{run.Slug}.json", Encoding.UTF8.GetBytes(Sidecar));
            await run.App.UploadAsync($"{run.Slug}.wav", await Ffmpeg.ClipAsync("wav", from: 20));
            await run.App.WaitForAsync(run.Slug, "published");
        },
        async (app, slug) =>
        {
            await app.DeleteAsync($"{slug}.json");
            await app.UploadAsync($"{slug}.wav", await Ffmpeg.ClipAsync("wav"));
        },
        IsPublished(uploads: 1, title: null));

    [Fact]
    public Task On_the_way_of_a_correction_in_the_place_of_another() => KillAsync(
        kills: 2,
        async run =>
        {
            await run.App.UploadAsync($"{run.Slug}.vtt", CaptionsOf("Well put."));
            await run.App.UploadAsync($"{run.Slug}.wav", await Ffmpeg.ClipAsync("wav"));
            await Eventually.IsTrueAsync(() => SaysAsync(run.App, run.Slug, "Well put."), $"{run.Slug} is corrected", run.App);
        },
        (app, slug) => app.UploadAsync($"{slug}.vtt", CaptionsOf("Better put.")),
        async (app, slug) => await IsPublished(uploads: 2, title: null)(app, slug) && await SaysAsync(app, slug, "Better put."));

    [Fact]
    public Task On_the_way_of_a_second_file_whose_first_is_deleted() => KillAsync(
        kills: 2,
        async run =>
        {
            await run.App.UploadAsync($"{run.Slug}.mp3", await Ffmpeg.ClipAsync("mp3", from: 20));
            await run.App.WaitForAsync(run.Slug, "published");
            await run.App.UploadAsync($"{run.Slug}.wav", await Ffmpeg.ClipAsync("wav"));
            await run.App.WaitForUploadAsync($"{run.Slug}.wav", UploadState.Failed);
        },
        (app, slug) => app.DeleteAsync($"{slug}.mp3"),
        async (app, slug) => await IsPublished(uploads: 1, title: null)(app, slug)
            && (await app.EpisodeAsync(slug))!.Audio == $"{slug}.wav");

    /// <param name="kills">How many, spread over the writes; in a soak one after each write.</param>
    /// <param name="prepare">What was before; nothing is killed yet.</param>
    /// <param name="act">What the producer does.</param>
    /// <param name="isDone">Whether the app has come to the end of it.</param>
    private async Task KillAsync(
        int kills,
        Func<(RunningApp App, string Slug), Task> prepare,
        Func<RunningApp, string, Task> act,
        Func<RunningApp, string, Task<bool>> isDone)
    {
        WriteWatch? watch = null;
        await using var app = await RunningApp.StartAsync("kills", QuickSettings.ForKilling, async azurite =>
        {
            watch = await WriteWatch.StartAsync(azurite);
            return watch.ConnectionString;
        });
        await using var watching = watch!;
        await app.PublishShowAsync();

        var undisturbed = await RunAsync("undisturbed", killAfter: 0);
        output.WriteLine($"An undisturbed run makes {watching.Writes.Count} writes:\n{string.Join('\n', watching.Writes)}");
        Assert.InRange(watching.Writes.Count, 10, MostWrites);

        var killed = 0;
        var planned = Soak.Spread(watching.Writes.Count, kills).ToList();
        foreach (var (turn, write) in planned.Index())
        {
            var workerOnly = turn % 2 == 0;
            var outcome = await RunAsync($"killed-{write}", write, workerOnly);
            var what =
                $"Killed {(workerOnly ? "the worker" : "worker and host")} after write {write} " +
                $"({watching.Writes.ElementAtOrDefault(write - 1)})";
            output.WriteLine(what);
            Assert.True(undisturbed == outcome, $"{what}:\n{StoredEpisode.Difference(undisturbed, outcome)}");
            killed += watching.Writes.Count >= write ? 1 : 0;
        }

        // A run may have some writes less: two events that come together are handled together, or spare a publication of eight writes.
        Assert.InRange(killed, planned.Count - 10, planned.Count);
        Assert.InRange(killed, kills - 1, planned.Count);
        await AssertNothingIsPoisonedAsync(app);

        async Task<string> RunAsync(string slug, int killAfter, bool workerOnly = false)
        {
            await prepare((app, slug));
            await Eventually.IsTrueAsync(() => IsQuietAsync(app, slug), $"{slug} is prepared", app);
            await app.FindWorkerAsync();
            var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            watching.Arm(killAfter, () =>
            {
                if (workerOnly)
                {
                    app.KillWorker();
                }
                else
                {
                    app.Kill();
                }

                killed.TrySetResult();
            });
            await act(app, slug);
            await Eventually.IsTrueAsync(
                async () => killed.Task.IsCompleted || await IsSettledAsync(slug), $"{slug} is killed or done", app);
            if (killAfter > 0 && watching.Writes.Count >= killAfter)
            {
                // The last write may have been seen before the kill that it sets off.
                await killed.Task;
                await (workerOnly ? app.WaitForNewWorkerAsync() : app.RestartAsync());
            }

            await Eventually.IsTrueAsync(() => IsSettledAsync(slug), $"{slug} is done and swept", app);
            watching.Disarm();
            return await Ledger.DescribeAsync(app, slug);
        }

        async Task<bool> IsSettledAsync(string slug)
        {
            try
            {
                return await isDone(app, slug) && await IsQuietAsync(app, slug);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // The app is dead, as it should be by now, perhaps in the middle of its answer.
                return false;
            }
        }
    }

    /// <summary>More cues than one transaction holds.</summary>
    private static byte[] CaptionsOf(string text)
    {
        var cues = Enumerable.Range(0, 120).Select(index => $"00:00.{index:000} --> 00:00.{index + 1:000}\n{text}\n");
        return Encoding.UTF8.GetBytes($"WEBVTT\n\n{string.Join('\n', cues)}");
    }

    private static async Task<bool> SaysAsync(RunningApp app, string slug, string text)
    {
        using var answer = await app.Http.GetAsync($"episodes/{slug}/transcript.txt");
        return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains(text, StringComparison.Ordinal);
    }

    private static Func<RunningApp, string, Task<bool>> IsPublished(int uploads, string? title) => async (app, slug) =>
    {
        var status = await app.StatusAsync();
        var episode = status.Episodes.SingleOrDefault(episode => episode.Slug == slug);
        var known = await new UploadStore(app.Tables).ListAsync(default)
            .Where(upload => upload.BlobName.StartsWith($"{slug}.", StringComparison.Ordinal))
            .ToListAsync();
        var expected = title ?? Ledger.TitleOf(slug);
        return episode is { Status: "published" }
            && episode.Title == expected
            && known.Count == uploads
            && known.All(upload => upload.State == UploadState.Accepted);
    };

    /// <summary>What lies in the inbox is what is published, nothing is left to delete and no message on its way.</summary>
    private static async Task<bool> IsQuietAsync(RunningApp app, string slug)
    {
        var answer = await app.Tables.GetTableClient(StorageNames.LedgerTable)
            .GetEntityIfExistsAsync<TableEntity>("show", $"episode-{slug}");
        return (!answer.HasValue || (answer.Value!.GetString("Leftovers") is null && await IsCurrentAsync(app, answer.Value)))
            && (await Ledger.ListWorkAsync(app)).Count == 0;
    }

    private static async Task<bool> IsCurrentAsync(RunningApp app, TableEntity row)
    {
        var blob = app.Blobs.GetBlobContainerClient(StorageNames.EpisodesContainer).GetBlobClient(row.GetString("UploadName"));
        return await blob.ExistsAsync()
            && (await blob.GetPropertiesAsync()).Value.ETag.ToString().Trim('"') == row.GetString("UploadETag")
            && row.GetString("PublishedRevision") == row.GetString("WantedRevision");
    }

    private static async Task AssertNothingIsPoisonedAsync(RunningApp app)
    {
        foreach (var name in (string[])[StorageNames.PreparePoisonQueue, StorageNames.TranscribePoisonQueue, StorageNames.BlobPoisonQueue])
        {
            Assert.True(await IsEmptyAsync(app, name), name);
        }
    }

    private static async Task<bool> IsEmptyAsync(RunningApp app, string queue) =>
        (await app.Queues.GetQueueClient(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount == 0;
}
