using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;

namespace PaperLedge.Tests.Core.Pages;

/// <summary>What pages show of all that a show and an episode may say of themselves.</summary>
public sealed class ExtrasTests
{
    private static readonly PageRenderer s_renderer = new(NullLoggerFactory.Instance);

    private static readonly ShowSettings s_show = Samples.Show with
    {
        Link = new Uri("https://www.example.org/cast"),
        Funding = new WebLink("Buy us <tea>", new Uri("https://example.org/tea")),
        License = new License("cc-by-sa-4.0"),
        Location = new Location("Göttingen"),
        UpdateFrequency = new UpdateFrequency("every other Friday"),
        Subscribe = [new WebLink("Some App", new Uri("https://app.example/paper"))],
        Seasons = [new SeasonName(2, "Numbers")],
    };

    private static readonly PublishedEpisode s_episode = Samples.Sums with
    {
        Metadata = Samples.Sums.Metadata with
        {
            Details = new EpisodeDetails
            {
                Type = EpisodeType.Bonus,
                EpisodeDisplay = "Ch. 3",
                Image = new Uri("https://art.example/sums.png"),
                License = new License("Ours", new Uri("https://example.org/terms")),
                Location = new Location("Braunschweig"),
                Chapters =
                [
                    new Chapter(TimeSpan.Zero, "One"),
                    new Chapter(TimeSpan.FromSeconds(18.5), "Two", null, new Uri("https://pictures.example/2.png"))
                ],
                AlternateEnclosures =
                    [new AlternateEnclosure(new Uri("https://example.org/sums.opus"), "audio/opus", 512_000, Title: "Low bandwidth")],
            },
        },
    };

    [Fact]
    public async Task The_shows_page_leads_to_apps_website_and_support()
    {
        var page = Parse(
            await s_renderer.RenderShowAsync(new ShowPageModel(s_show, Samples.Urls, [s_episode, Samples.Sums, Samples.Plain])));

        Assert.Equal(
            ["https://podcast.example.org/feed.xml", "https://app.example/paper"],
            page.QuerySelectorAll(".links a").Select(link => link.GetAttribute("href")));
        Assert.Equal(
            [
                "New episodes: every other Friday", "Website: www.example.org",
                "Support: Buy us <tea>", "Licence: CC BY-SA 4.0", "Place: Göttingen"
            ],
            page.QuerySelectorAll(".facts li").Select(fact => PlainText.OneLine(fact.TextContent)));
        Assert.Equal("https://creativecommons.org/licenses/by-sa/4.0/", page.QuerySelector("[rel=license]")!.GetAttribute("href"));
        Assert.Equal("Bonus", Assert.Single(page.QuerySelectorAll(".ledger .type")).TextContent);
        Assert.Equal("Season 2: Numbers", Assert.Single(page.QuerySelectorAll(".ledger .season")).TextContent);
    }

    [Fact]
    public async Task An_episodes_page_shows_its_kind_picture_terms_and_forms()
    {
        var page = await EpisodeAsync();

        Assert.Equal(
            ["Bonus", "Season 2: Numbers", "Ch. 3"], page.QuerySelectorAll(".kicker span[dir]").Select(label => label.TextContent));
        Assert.Equal("https://art.example/sums.png", page.QuerySelector("img.cover")!.GetAttribute("src"));
        Assert.Equal("https://art.example/sums.png", page.QuerySelector("meta[property='og:image']")!.GetAttribute("content"));
        Assert.Equal(
            ["Licence: Ours", "Place: Braunschweig"],
            page.QuerySelectorAll(".facts li").Select(fact => PlainText.OneLine(fact.TextContent)));
        Assert.Equal("Low bandwidth audio/opus, 512 kB", PlainText.OneLine(page.QuerySelector(".forms li")!.TextContent));
    }

    [Fact]
    public async Task Search_engines_are_told_of_chapters_licence_and_picture()
    {
        using var data = JsonDocument.Parse((await EpisodeAsync()).QuerySelector("script[type='application/ld+json']")!.TextContent);
        var clips = data.RootElement.GetProperty("hasPart").EnumerateArray().ToList();

        Assert.Equal(["One", "Two"], clips.Select(clip => clip.GetProperty("name").GetString()));
        Assert.Equal(
            [(0d, 18.5), (18.5, 92.4)],
            clips.Select(clip => (clip.GetProperty("startOffset").GetDouble(), clip.GetProperty("endOffset").GetDouble())));
        Assert.EndsWith("/episodes/counting-in-pairs#t=18.5", clips[1].GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal("https://example.org/terms", data.RootElement.GetProperty("license").GetString());
        Assert.Equal("https://art.example/sums.png", data.RootElement.GetProperty("image").GetString());
    }

    [Fact]
    public void The_policy_lets_an_episodes_pictures_in() => Assert.Contains(
        "img-src 'self' https://podcast.example.org https://art.example https://pictures.example;",
        ContentSecurityPolicy.ForEpisode(s_show, Samples.Urls, s_episode.Metadata.Details),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("cc-by-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")]
    [InlineData("cc-by-nc-sa-3.0", "CC BY-NC-SA 3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/")]
    [InlineData("cc0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")]
    [InlineData("mit", "mit", null)]
    [InlineData("cc-by-3.0-at", "cc-by-3.0-at", null)]
    public async Task A_licence_is_named_as_people_know_it(string identifier, string name, string? address)
    {
        var page = Parse(
            await s_renderer.RenderShowAsync(new ShowPageModel(Samples.Show with { License = new License(identifier) }, Samples.Urls, [])));

        Assert.Equal($"Licence: {name}", PlainText.OneLine(page.QuerySelector(".facts li")!.TextContent));
        Assert.Equal(address, page.QuerySelector("[rel=license]")?.GetAttribute("href"));
    }

    private static async Task<IDocument> EpisodeAsync() =>
        Parse(await s_renderer.RenderEpisodeAsync(new EpisodePageModel(s_show, Samples.Urls, s_episode, Samples.Transcript)));

    private static IDocument Parse(string page) => new HtmlParser().ParseDocument(page);
}
