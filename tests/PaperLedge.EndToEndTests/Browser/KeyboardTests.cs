using Microsoft.Playwright;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Browser;

/// <summary>A walk with the Tab key alone, from the show to the words of an episode.</summary>
[Collection(nameof(SpeechAppCollection))]
public class KeyboardTests(SpeechAppFixture fixture, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Episode = $"/episodes/{PageEpisode.Slug}";

    // Far fewer than the words and the paragraphs of the transcript.
    private const int MostStops = 45;

    // What has the focus, and how it shows it.
    private const string Focused = """
        () => {
          const element = document.activeElement;
          if (!element || element === document.body) { return null; }
          const style = getComputedStyle(element);
          const box = element.getBoundingClientRect();
          const name = element.getAttribute('href') ?? element.id ?? '';
          return [element.tagName, name, style.outlineStyle, `${box.width > 0 && box.height > 0}`, `${element.matches('[data-t]')}`];
        }
        """;

    [Fact]
    public async Task Everything_is_reached_in_order_and_shows_that_it_has_the_focus()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl);
        var page = window.Page;
        await page.GotoAsync("");
        var show = await WalkAsync(page, stop => stop.Name.EndsWith(Episode, StringComparison.Ordinal));
        Assert.Equal("#content", show[0].Name);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**{Episode}", new() { Timeout = 90_000 });

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await page.EvaluateAsync<string>("() => document.activeElement.id"));
        var words = await WalkAsync(page, stop => stop.IsWord);
        Assert.Contains(words, stop => stop.Tag == "AUDIO");
        var time = await page.EvaluateAsync<double>("() => Number(document.activeElement.dataset.t)");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.True(await page.EvaluateAsync<double>("() => Number(document.activeElement.dataset.t)") > time);
        var rest = await WalkAsync(page, stop => stop.Name.EndsWith("feed.xml", StringComparison.Ordinal));
        Assert.DoesNotContain(rest, stop => stop.IsWord);
        Assert.Contains(rest, stop => stop.Name.EndsWith("transcript.vtt", StringComparison.Ordinal));
        Assert.Empty(window.Complaints);
    }

    // Presses Tab until a stop is found; every stop on the way is visible and has an outline.
    private static async Task<List<Stop>> WalkAsync(IPage page, Func<Stop, bool> isEnd)
    {
        var stops = new List<Stop>();
        do
        {
            await page.Keyboard.PressAsync("Tab");
            var values = await page.EvaluateAsync<string[]?>(Focused);
            if (values is null)
            {
                continue;
            }

            var stop = new Stop(values[0], values[1], IsWord: values[4] == "true");
            stops.Add(stop);
            Assert.True(stops.Count < MostStops, $"The walk does not end: {string.Join(", ", stops)}");
            // A player shows the focus inside itself.
            Assert.True(values[3] == "true" && (values[2] != "none" || stop.Tag == "AUDIO"), $"{stop} does not show its focus.");
        }
        while (stops.Count == 0 || !isEnd(stops[^1]));

        return stops;
    }

    private sealed record Stop(string Tag, string Name, bool IsWord);
}
