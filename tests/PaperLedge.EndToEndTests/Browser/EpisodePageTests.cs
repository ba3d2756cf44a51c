using Microsoft.Playwright;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Browser;

/// <summary>What readers do on an episode's page, in a real browser.</summary>
[Collection(nameof(SpeechAppCollection))]
public class EpisodePageTests(SpeechAppFixture fixture, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Address = $"episodes/{PageEpisode.Slug}";

    [Fact]
    public async Task Words_are_reached_searched_and_played_by_keyboard_alone()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl);
        var page = window.Page;
        await page.GotoAsync(Address);

        await page.Keyboard.PressAsync("/");
        Assert.Equal("search", await FocusedAsync(page, "id"));
        await page.Keyboard.TypeAsync("the");
        Assert.Matches(@"^\d+ matches$", await page.Locator(".status").TextContentAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        Assert.StartsWith("2 of ", await page.Locator(".status").TextContentAsync(), StringComparison.Ordinal);
        await page.Keyboard.TypeAsync("/");
        Assert.Equal("the/", await page.Locator("#search").InputValueAsync());
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal("", await page.Locator("#search").InputValueAsync());

        Assert.Equal("button", await FocusedAsync(page, "role"));
        await page.Keyboard.PressAsync("ArrowDown");
        var time = double.Parse(await FocusedAsync(page, "data-t") ?? "", System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(time > 0);
        await page.Keyboard.PressAsync("Enter");
        await window.UntilAsync($"document.querySelector('audio').currentTime >= {time - 0.01:F2}");
        await window.UntilAsync("document.querySelector('.said .spoken') !== null");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_click_on_a_word_plays_from_there()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl);
        await window.Page.GotoAsync(Address);
        var word = window.Page.Locator(".said .text [data-t]:not([id])").Nth(40);
        var time = double.Parse(await word.GetAttributeAsync("data-t") ?? "", System.Globalization.CultureInfo.InvariantCulture);
        await word.ClickAsync();

        Assert.True(time > 0);
        await window.UntilAsync($"Math.abs(document.querySelector('audio').currentTime - {time:F2}) < 5");
        await window.UntilAsync($"Number(document.querySelector('.said .spoken')?.dataset.t) >= {time:F2}");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_sentence_is_copied_with_its_address()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl, new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await window.Page.GotoAsync(Address);
        var sentence = window.Page.Locator(".said .text [id]").First;
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Copy quote" }).ClickAsync();
        await window.UntilAsync("document.querySelector('.status').textContent === 'Copied.'");

        var lines = (await window.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).Split('\n');
        Assert.Equal($"“{await sentence.TextContentAsync()}”", lines[0]);
        Assert.EndsWith($"{Address}#{await sentence.GetAttributeAsync("id")}", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audio_is_loaded_only_when_a_listener_wants_it()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl);
        var requests = 0;
        window.Page.Request += (_, request) => requests += request.Url.Contains("/media/", StringComparison.Ordinal) ? 1 : 0;
        await window.Page.GotoAsync(Address, new() { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.Equal(0, requests);
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("document.querySelector('audio').readyState"));
    }

    /// <summary>The keyboard passes the transcript in a few steps; arrow keys lead to its words.</summary>
    [Fact]
    public async Task The_transcript_is_one_stop_of_the_keyboard()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl);
        await window.Page.GotoAsync(Address);

        Assert.Equal(1, await window.Page.EvaluateAsync<int>(
            "[...document.querySelectorAll('.said p:not(.sound) > .moment, .said button, .said [tabindex]')]" +
            ".filter(one => one.tabIndex >= 0).length"));
    }

    /// <summary>The words on both sides of a paragraph's end, typed without accents, with other quotes and hyphens.</summary>
    [Fact]
    public async Task What_people_type_is_found_however_it_is_printed()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl);
        await window.Page.GotoAsync(Address);
        await window.Page.EvaluateAsync(
            "(() => { const [first, second] = document.querySelectorAll('.said .text'); " +
            "first.append(' Don’t say nai\u0308ve,'); second.prepend('Café–bar cafés. 한사람 が '); })()");

        foreach (var (typed, count) in new[]
        {
            ("don't", 1), ("dont", 1), ("naive", 1), ("naïve", 1), ("nai\u0308ve", 1), ("cafe", 2), ("CAFÉ", 2), ("cafe-bar", 1),
            ("naive, cafe bar", 1), ("한사라", 0), ("か", 0), ("한사람", 1), ("no such words", 0), ("’", 0),
        })
        {
            await window.Page.GetByLabel("Search the transcript").FillAsync(typed);
            Assert.Equal(
                count switch { 0 => "Not found.", 1 => "1 match", _ => $"{count} matches" },
                await window.Page.Locator(".status").TextContentAsync());
        }

        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task The_search_stays_in_sight_and_the_page_still_while_the_reader_types()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(
            app.BaseUrl, new() { ViewportSize = new() { Width = 390, Height = 700 }, ReducedMotion = ReducedMotion.Reduce });
        await window.Page.GotoAsync(Address);
        var field = window.Page.GetByLabel("Search the transcript");
        const string InSight = "(() => { const box = document.querySelector('#search').getBoundingClientRect(); " +
            "return box.top >= 0 && box.bottom <= innerHeight && " +
            "document.elementFromPoint(box.x + 9, box.y + 9) === document.querySelector('#search'); })()";
        await field.ScrollIntoViewIfNeededAsync();
        var place = await window.Page.EvaluateAsync<double>("scrollY");

        await field.PressSequentiallyAsync("credit");
        Assert.Equal(place, await window.Page.EvaluateAsync<double>("scrollY"));
        await window.Page.Keyboard.PressAsync("Enter");

        await window.UntilAsync($"scrollY > {place + 200:F0}");
        Assert.True(await window.Page.EvaluateAsync<bool>(InSight));
        Assert.True(await window.Page.GetByRole(AriaRole.Button, new() { Name = "Next" }).IsVisibleAsync());
    }

    [Fact]
    public async Task The_page_follows_the_voice_until_the_reader_scrolls_and_a_button_leads_back()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(
            app.BaseUrl, new() { ViewportSize = new() { Width = 360, Height = 640 }, ReducedMotion = ReducedMotion.Reduce });
        await window.Page.GotoAsync(Address);
        const string Spoken = "document.querySelector('.said .spoken')?.getBoundingClientRect()";
        const string InSight = $"(() => {{ const box = {Spoken}; return box && box.top >= 0 && box.bottom <= innerHeight; }})()";
        var back = window.Page.GetByRole(AriaRole.Button, new() { Name = "Follow the voice" });

        await window.Page.Locator(".said .text [data-t]:not([id])").Nth(10).ClickAsync();
        await window.UntilAsync(InSight);
        Assert.Equal(0, await back.CountAsync());
        // So slow that the episode does not end meanwhile.
        await window.Page.EvaluateAsync("Object.assign(document.querySelector('audio'), { playbackRate: 0.25, currentTime: 50 })");
        await window.UntilAsync($"Number(document.querySelector('.said .spoken')?.dataset.t) >= 40 && {InSight}");

        await window.Page.Mouse.WheelAsync(0, -20_000);
        await back.WaitForAsync();
        Assert.True(await window.Page.EvaluateAsync<bool>("document.querySelector('audio').getBoundingClientRect().bottom <= innerHeight"));
        await back.ClickAsync();
        await window.UntilAsync(InSight);
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData(ReducedMotion.Reduce, "auto")]
    [InlineData(ReducedMotion.NoPreference, "smooth")]
    public async Task Only_readers_who_like_motion_see_the_page_move(ReducedMotion wish, string behaviour)
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl, new() { ReducedMotion = wish });
        await window.Page.GotoAsync(Address);

        Assert.Equal(behaviour, await window.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).scrollBehavior"));
        await window.Page.GetByLabel("Search the transcript").FillAsync("credit");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.UntilAsync("document.querySelector('.status').textContent.startsWith('1 of ')");
        if (wish == ReducedMotion.Reduce)
        {
            Assert.True(await window.Page.EvaluateAsync<bool>(
                "(() => { const box = document.querySelector('.said [tabindex=\"0\"]').getBoundingClientRect(); " +
                "return box.top >= 0 && box.bottom <= innerHeight; })()"));
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, false)]
    public async Task The_page_is_as_dark_as_its_reader_wants(ColorScheme wish, bool light)
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl, new() { ColorScheme = wish });
        await window.Page.GotoAsync(Address);
        var red = await window.Page.EvaluateAsync<int>("Number(/\\d+/.exec(getComputedStyle(document.body).backgroundColor)[0])");

        Assert.Equal(light, red > 128);
    }

    [Fact]
    public async Task The_key_that_leads_to_the_search_can_be_switched_off()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl);
        await window.Page.GotoAsync(Address);
        await window.Page.GetByLabel("The key / moves to the search field").UncheckAsync();
        await window.Page.ReloadAsync();
        await window.Page.Keyboard.PressAsync("/");

        Assert.Null(await FocusedAsync(window.Page, "id"));
    }

    [Theory]
    [InlineData("#t=62.5")]
    [InlineData("#t=1:02.5")]
    [InlineData("#t=1%3A02.5")]
    [InlineData("#t=1m2.5s")]
    public async Task An_address_with_a_time_opens_there(string fragment)
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl);
        await window.Page.GotoAsync(Address + fragment);
        await window.UntilAsync($"Math.abs(document.querySelector('audio').currentTime - 62.5) < 0.01");

        Assert.True(await window.Page.EvaluateAsync<bool>(
            "(() => { const box = document.querySelector('.here').getBoundingClientRect(); " +
            "return box.top >= 0 && box.bottom <= innerHeight; })()"));
    }

    [Fact]
    public async Task An_address_with_a_malformed_fragment_opens_at_the_beginning()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl);
        await window.Page.GotoAsync(Address + "#t=%");

        Assert.Equal(0, await window.Page.EvaluateAsync<double>("document.querySelector('audio').currentTime"));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Without_script_the_page_shows_everything_and_times_are_still_places()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl, new() { JavaScriptEnabled = false });
        await window.Page.GotoAsync(Address);

        Assert.True(await window.Page.Locator("audio").IsVisibleAsync());
        Assert.True(await window.Page.Locator(".said .text").First.IsVisibleAsync());
        Assert.Equal(0, await window.Page.Locator("button").CountAsync());
        var target = await window.Page.Locator(".moment").Last.GetAttributeAsync("href");
        Assert.Equal(1, await window.Page.Locator($"[id='{target![1..]}']").CountAsync());
        Assert.Equal(5, await window.Page.Locator(".transcript .downloads a").CountAsync());
    }

    private static Task<string?> FocusedAsync(IPage page, string attribute) =>
        page.EvaluateAsync<string?>($"document.activeElement.getAttribute('{attribute}')");
}
