using PaperLedge.Core.Episodes;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.EndToEndTests.Resilience;

public class CrashLoopTests
{
    /// <summary>More than the app allows.</summary>
    private const int MostKills = 12;

    [Fact]
    public async Task A_transcription_that_is_killed_again_and_again_ends_in_a_status_that_says_so()
    {
        await using var app = await RunningApp.StartAsync("crashes", QuickSettings.ForKilling);
        await app.PublishShowAsync();
        await app.UploadAsync("too-much.mp3", await Ffmpeg.LongAsync());

        var kills = 0;
        while (kills < MostKills && await BeginsAsync(app, attempt: kills + 1))
        {
            await app.FindWorkerAsync();
            app.KillWorker();
            kills++;
            await app.WaitForNewWorkerAsync();
        }

        var episode = await app.WaitForAsync("too-much", "failed");
        Assert.InRange(kills, 2, MostKills - 1);
        Assert.Contains("There are no further attempts", episode.Problem, StringComparison.Ordinal);
    }

    /// <summary>More than a message has attempts, and than an episode has that takes its worker with it.</summary>
    [Fact]
    public async Task An_episode_whose_hosts_come_and_go_six_times_is_published()
    {
        await using var app = await RunningApp.StartAsync("hosts", QuickSettings.ForKilling);
        await app.PublishShowAsync();
        await app.UploadAsync("too-much.mp3", await Ffmpeg.LongAsync());

        for (var kill = 1; kill <= 6; kill++)
        {
            Assert.True(await BeginsAsync(app, attempt: kill));
            app.Kill();
            await app.RestartAsync();
        }

        await app.WaitForAsync("too-much", "published");
    }

    [Fact]
    public async Task A_worker_that_outlives_its_host_publishes_and_the_next_host_begins_nothing_beside_it()
    {
        await using var app = await RunningApp.StartAsync("orphan", QuickSettings.ForKilling);
        await app.PublishShowAsync();
        await app.UploadAsync("too-much.mp3", await Ffmpeg.LongAsync());
        Assert.True(await BeginsAsync(app, attempt: 1));

        using var worker = app.KillHost();
        try
        {
            await app.RestartAsync();
            await app.WaitForAsync("too-much", "published");
            Assert.DoesNotContain("attempt 2", await File.ReadAllTextAsync(app.LogPath), StringComparison.Ordinal);
        }
        finally
        {
            worker.Kill();
        }
    }

    [Fact]
    public async Task A_transcription_that_the_function_timeout_ends_each_time_fails_with_what_to_do_and_a_retry_succeeds()
    {
        await using var app = await RunningApp.StartAsync("timeouts", QuickSettings.ForLiving);
        await app.PublishShowAsync();
        await app.RestartAsync(
            new Dictionary<string, string?>(QuickSettings.ForLiving) { ["AzureFunctionsJobHost__functionTimeout"] = "00:00:01" });
        await app.UploadAsync("too-long.mp3", await Ffmpeg.LongAsync());
        Assert.Contains("functionTimeout", await FailureInStorageAsync(app, "too-long"), StringComparison.Ordinal);

        await app.RestartAsync(QuickSettings.ForLiving);
        using var retry = await app.Http.PostAsync("api/episodes/too-long/retry", content: null);
        Assert.True(retry.IsSuccessStatusCode);
        await app.WaitForAsync("too-long", "published");
    }

    // The timeout ends slow status requests as well, so the status is read from storage.
    private static async Task<string?> FailureInStorageAsync(RunningApp app, string slug)
    {
        var ledger = new LedgerStore(app.Tables);
        Versioned<Episode>? episode = null;
        await Eventually.IsTrueAsync(
            async () => (episode = await ledger.FindEpisodeAsync(EpisodeSlug.Parse(slug), default))?.Value.Status == EpisodeStatus.Failed,
            $"{slug} fails (it is {episode?.Value.Status})",
            app);
        return episode!.Value.Problem;
    }

    /// <returns>False if the episode failed instead.</returns>
    private static async Task<bool> BeginsAsync(RunningApp app, int attempt)
    {
        var hasFailed = false;
        await Eventually.IsTrueAsync(
            async () => (hasFailed = (await app.EpisodeAsync("too-much"))?.Status == "failed")
                || (await app.FindPieceAsync())?.GetInt32("Attempt") >= attempt,
            $"attempt {attempt} begins or none will",
            app);
        return !hasFailed;
    }
}
