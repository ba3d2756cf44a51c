using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Browser;

/// <summary>axe-core's judgement of every page, as people see it.</summary>
[Collection(nameof(AppCollection))]
public class AccessibilityTests(AppFixture fixture, Chromium chromium) : IClassFixture<Chromium>
{
    public static TheoryData<string, string> Looks
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var address in new[] { "", Published.SecondPage, $"episodes/{Published.Slug}", $"episodes/{Published.Slug}/transcript.html", $"embed/{Published.Slug}", "episodes/no-such-episode" })
            {
                foreach (var look in new[] { "light", "dark", "narrow", "zoomed" })
                {
                    data.Add(address, look);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_page_has_no_barrier_that_axe_finds(string address, string look)
    {
        var app = await Published.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl, OptionsOf(look));
        await window.Page.GotoAsync(address);
        var result = await window.Page.RunAxe();

        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {violation.Help} {string.Join(' ', violation.Nodes.Select(node => node.Html))}"));
        Assert.NotEmpty(result.Passes);
        var width = await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(width <= 0, $"The page is {width} px wider than its window.");
    }

    /// <summary>400 % zoom of a window of 1,280 px is one of 320 px with four times the dots (WCAG 1.4.10).</summary>
    private static BrowserNewContextOptions OptionsOf(string look) => look switch
    {
        "dark" => new() { ColorScheme = ColorScheme.Dark },
        "narrow" => new() { ViewportSize = new() { Width = 320, Height = 640 } },
        "zoomed" => new() { ViewportSize = new() { Width = 320, Height = 256 }, DeviceScaleFactor = 4 },
        _ => new() { ColorScheme = ColorScheme.Light },
    };
}
