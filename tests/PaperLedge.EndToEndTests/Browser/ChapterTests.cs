using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Browser;

/// <summary>What readers do with an episode's chapters.</summary>
[Collection(nameof(SpeechAppCollection))]
public class ChapterTests(SpeechAppFixture fixture, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Address = $"episodes/{PageEpisode.Slug}";

    private const string HeadingIsInSight =
        "(() => { const box = [...document.querySelectorAll('.said .chapter')].at(-1).getBoundingClientRect(); " +
        "return box.top >= 0 && box.bottom <= innerHeight; })()";

    [Fact]
    public async Task A_chapter_plays_from_its_start_and_shows_its_words()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl);
        await window.Page.GotoAsync(Address);
        await window.Page.Locator(".chapters a").Last.ClickAsync();

        await window.UntilAsync("Math.abs(document.querySelector('audio').currentTime - 53.6) < 5");
        await window.UntilAsync(HeadingIsInSight);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Without_script_a_chapter_still_leads_to_its_words()
    {
        var app = await PageEpisode.AppAsync(fixture);
        await using var window = await chromium.OpenAsync(app.BaseUrl, new() { JavaScriptEnabled = false });
        await window.Page.GotoAsync(Address);
        var titles = await window.Page.Locator(".chapters a span").AllTextContentsAsync();
        await window.Page.Locator(".chapters a").Last.ClickAsync();

        Assert.Equal(4, titles.Count);
        Assert.Equal(
            titles,
            (await window.Page.Locator(".said .chapter").AllTextContentsAsync()).Select(heading => heading[..heading.LastIndexOf(' ')]));
        await window.UntilAsync(HeadingIsInSight);
    }
}
