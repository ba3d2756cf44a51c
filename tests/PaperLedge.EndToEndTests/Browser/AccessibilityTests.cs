using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Browser;

/// <summary>axe-core's judgement of every page, as people see it.</summary>
[Collection(nameof(SpeechAppCollection))]
public class AccessibilityTests(SpeechAppFixture fixture, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] s_looks = ["light", "dark", "forced", "narrow", "zoomed"];

    public static TheoryData<string> Addresses =>
        [
            "", PageEpisode.SecondPage, $"episodes/{PageEpisode.Slug}",
            $"episodes/{PageEpisode.Slug}/transcript.html", $"embed/{PageEpisode.Slug}", "episodes/no-such-episode",
            "status"
        ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_page_has_no_barrier_that_axe_finds_however_it_looks(string address)
    {
        var app = await PageEpisode.AppAsync(fixture);
        await Task.WhenAll(s_looks.Select(look => JudgeAsync(app, address, look)));
    }

    private async Task JudgeAsync(RunningApp app, string address, string look)
    {
        await using var window = await chromium.OpenAsync(app.BaseUrl, OptionsOf(look));
        await window.Page.GotoAsync(address == "status" ? $"status?code={app.FunctionKey}" : address);
        var result = await window.Page.RunAxe();

        Assert.Empty(result.Violations.Select(
            violation => $"{look}: {violation.Id}: {violation.Help} "
                + string.Join(' ', violation.Nodes.Select(node => $"{node.Html} {node.Any.FirstOrDefault()?.Message}"))));
        Assert.NotEmpty(result.Passes);
        var width = await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(width <= 0, $"{look}: the page is {width} px wider than its window.");
    }

    /// <summary>400 % zoom of a window of 1,280 px is one of 320 px with four times the dots (WCAG 1.4.10).</summary>
    private static BrowserNewContextOptions OptionsOf(string look) => look switch
    {
        "dark" => new() { ColorScheme = ColorScheme.Dark },
        "forced" => new() { ForcedColors = ForcedColors.Active },
        "narrow" => new() { ViewportSize = new() { Width = 320, Height = 640 } },
        "zoomed" => new() { ViewportSize = new() { Width = 320, Height = 256 }, DeviceScaleFactor = 4 },
        _ => new() { ColorScheme = ColorScheme.Light },
    };
}
