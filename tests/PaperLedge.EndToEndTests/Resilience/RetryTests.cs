using System.Net;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Resilience;

/// <summary>When the cause of a failure is mended, nobody needs to upload again.</summary>
public class RetryTests
{
    [Fact]
    public async Task An_episode_that_failed_by_a_limit_is_published_when_the_limit_is_raised_and_it_is_tried_again()
    {
        await using var app = await RunningApp.StartAsync(
            "retry", new Dictionary<string, string?>(QuickSettings.ForLiving) { ["Audio__MaxDuration"] = "00:00:02" });
        await app.PublishShowAsync();
        await app.UploadAsync("too-long.mp3", await Ffmpeg.ClipAsync("mp3"));
        var episode = await app.WaitForAsync("too-long", "failed");
        Assert.Contains("lasts 4 s", episode.Problem, StringComparison.Ordinal);

        await app.RestartAsync(QuickSettings.ForLiving);
        using var answer = await app.Http.PostAsync("api/episodes/too-long/retry", null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await app.WaitForAsync("too-long", "published");
    }

    [Fact]
    public async Task A_model_that_cannot_be_had_is_told_with_what_to_do_and_a_retry_finds_the_right_one()
    {
        await using var app = await RunningApp.StartAsync(
            "model", new Dictionary<string, string?>(QuickSettings.ForLiving) { ["Whisper__Model"] = "/nowhere/ggml.bin" });
        await app.PublishShowAsync();
        await app.UploadAsync("no-model.mp3", await Ffmpeg.ClipAsync("mp3"));
        var episode = await app.WaitForAsync("no-model", "failed");
        Assert.Contains("There is no model file '/nowhere/ggml.bin'", episode.Problem, StringComparison.Ordinal);
        Assert.Contains("POST to /api/episodes/no-model/retry", episode.Problem, StringComparison.Ordinal);

        await app.RestartAsync(QuickSettings.ForLiving);
        using var answer = await app.Http.PostAsync("api/episodes/no-model/retry", null);
        await app.WaitForAsync("no-model", "published");
    }
}
