using PaperLedge.EndToEndTests.App;

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
        await app.UploadAsync("too-much.mp3", Samples.Audio(Samples.Mp3));

        var kills = 0;
        while (kills < MostKills && await BeginsAsync(app, attempt: kills + 1))
        {
            app.Kill();
            kills++;
            await app.RestartAsync();
        }

        var episode = await app.WaitForAsync("too-much", "failed");
        Assert.InRange(kills, 2, MostKills - 1);
        Assert.Contains("was given up", episode.Problem, StringComparison.Ordinal);
    }

    /// <returns>False if the episode failed instead.</returns>
    private static async Task<bool> BeginsAsync(RunningApp app, int attempt)
    {
        var hasFailed = false;
        await Eventually.IsTrueAsync(
            async () => (hasFailed = (await app.EpisodeAsync("too-much"))?.Status == "failed") || (await app.FindChunkAsync())?.GetInt32("Attempt") >= attempt,
            $"attempt {attempt} begins or none will",
            app);
        return !hasFailed;
    }
}
