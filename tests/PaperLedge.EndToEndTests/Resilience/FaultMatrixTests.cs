using System.Diagnostics;
using System.Globalization;
using PaperLedge.Core.Episodes;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage.Uploads;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Resilience;

/// <summary>
/// What breaks, one thing at a time: processes that are killed, and parts that are missing. Nothing is lost or doubled, the status
/// names the cause, and work goes on by itself. Full disks are in <c>FullDiskTests</c>, damaged rows in <c>DamagedRowTests</c>.
/// </summary>
[Trait("Proof", "long")]
public class FaultMatrixTests(ITestOutputHelper output)
{
    // By when a laptop must be at work again.
    private static readonly TimeSpan s_recovery = TimeSpan.FromMinutes(1);

    // Azurite writes to disk every five seconds.
    private static readonly TimeSpan s_untilAzuriteHasWritten = TimeSpan.FromSeconds(6);

    private static int Kills => Soak.IsOn ? 20 : 2;

    [Fact]
    public Task Kills_of_the_worker() => KillAsync("worker", (app, _) =>
    {
        app.KillWorker();
        return app.WaitForNewWorkerAsync();
    });

    [Fact]
    public Task Kills_of_worker_and_host() => KillAsync("worker and host", (app, _) =>
    {
        app.Kill();
        return app.RestartAsync();
    });

    [Fact]
    public Task Kills_of_storage() => KillAsync("Azurite", async (app, upload) =>
    {
        app.Azurite.Kill();
        await app.RestartStorageAsync();
        // What it accepted since it wrote to disk last is lost.
        await upload();
    }, s_untilAzuriteHasWritten);

    [Theory]
    [InlineData("Audio__FfprobePath", "/nowhere/ffprobe", "/nowhere/ffprobe")]
    [InlineData("Audio__FfmpegPath", "/nowhere/ffmpeg", "/nowhere/ffmpeg")]
    [InlineData("Whisper__Model", "/nowhere/ggml.bin", "/nowhere/ggml.bin")]
    public async Task A_missing_part_is_named_and_the_episode_is_published_when_it_is_there(string setting, string value, string cause)
    {
        var settings = new Dictionary<string, string?>(QuickSettings.ForLiving) { [setting] = value };
        await using var app = await RunningApp.StartAsync("missing", settings);
        await app.PublishShowAsync();
        Assert.Contains(cause, await app.Http.GetStringAsync("api/health"), StringComparison.Ordinal);
        await app.UploadAsync("talk.mp3", await Ffmpeg.ClipAsync("mp3"));
        await Eventually.IsTrueAsync(async () => await NamesAsync(app, cause), $"the status names {cause}", app);

        await app.RestartAsync(QuickSettings.ForLiving);
        var watch = Stopwatch.StartNew();
        await app.WaitForAsync("talk", "published");
        Report($"{setting} missing", watch.Elapsed, cause);
    }

    // Uploads an episode, kills at moments spread over its way, and waits until it is published.
    private async Task KillAsync(string what, Func<RunningApp, Func<Task>, Task> kill, TimeSpan pause = default)
    {
        await using var app = await RunningApp.StartAsync("matrix", QuickSettings.ForKilling);
        await app.PublishShowAsync();
        await Task.Delay(pause);
        var slowest = TimeSpan.Zero;
        for (var turn = 0; turn < Kills; turn++)
        {
            var slug = $"talk-{turn}";
            await app.FindWorkerAsync();
            var clip = await Ffmpeg.ClipAsync("mp3");
            await app.UploadAsync($"{slug}.mp3", clip);
            // Registration, preparation, transcription and publication take some seconds.
            await Task.Delay(TimeSpan.FromSeconds(5.0 * turn / Kills));
            await kill(app, () => app.UploadAsync($"{slug}.mp3", clip));
            var watch = Stopwatch.StartNew();
            await app.WaitForAsync(slug, "published");
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            await Task.Delay(pause);
        }

        await Ledger.CheckPublishedAsync(app, Kills);
        Assert.InRange(slowest, TimeSpan.Zero, s_recovery);
        Report($"{Kills} kills of {what}", slowest, "none needed");
    }

    private static async Task<bool> NamesAsync(RunningApp app, string cause)
    {
        var episode = await app.EpisodeAsync("talk");
        var upload = await new UploadStore(app.Tables).ListAsync(default).FirstOrDefaultAsync();
        return episode?.Problem?.Contains(cause, StringComparison.Ordinal) == true
            || (upload is { State: UploadState.Failed, Problem: { } problem } && problem.Contains(cause, StringComparison.Ordinal));
    }

    private void Report(string fault, TimeSpan recovery, string cause) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{fault} | nothing lost, nothing doubled | cause reported: {cause} | published after {recovery.TotalSeconds:0.0} s"));
}
