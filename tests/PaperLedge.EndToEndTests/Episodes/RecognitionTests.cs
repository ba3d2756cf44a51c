using System.Text.Json;
using PaperLedge.Cli.Demo;
using PaperLedge.EndToEndTests.App;
using PaperLedge.EndToEndTests.Browser;

namespace PaperLedge.EndToEndTests.Episodes;

/// <summary>What the app hears with its own model. <c>./paperledge demo --once</c> does the same with all three samples.</summary>
[Collection(nameof(SpeechAppCollection))]
public class RecognitionTests(SpeechAppFixture fixture)
{
    [Fact]
    public async Task A_sample_episode_is_recognised()
    {
        var app = await PageEpisode.AppAsync(fixture);
        using var transcript = JsonDocument.Parse(await app.Http.GetStringAsync($"episodes/{PageEpisode.Slug}/transcript.json"));
        var text = string.Join(
            ' ',
            transcript.RootElement.GetProperty("segments").EnumerateArray().Select(segment => segment.GetProperty("body").GetString()));
        var rate = WordErrorRate.Of(Samples.Script(Samples.Mp3), text);

        Assert.True(rate.Rate <= Verdict.MaxWordErrorRate, $"{rate}: {text}");
    }
}
