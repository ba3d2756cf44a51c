using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Pages;

[Properties(Arbitrary = [typeof(HostileText)])]
public sealed class PageRendererTests
{
    private static readonly PageRenderer s_renderer = new(NullLoggerFactory.Instance);

    [Fact]
    public async Task The_shows_page_is_written_as_its_golden_file_says() =>
        Matches(
            "show.html",
            await s_renderer.RenderShowAsync(
                new ShowPageModel(Samples.Show, Samples.Urls, [Samples.Sums, Samples.Plain], From: "0123-a", OlderFrom: "0456-b")));

    [Fact]
    public async Task A_new_show_without_episodes_has_a_page() =>
        Matches(
            "new-show.html", await s_renderer.RenderShowAsync(new ShowPageModel(Samples.Show with { Artwork = null }, Samples.Urls, [])));

    [Fact]
    public async Task An_episodes_page_is_written_as_its_golden_file_says() =>
        Matches(
            "episode.html",
            await s_renderer.RenderEpisodeAsync(new EpisodePageModel(Samples.Show, Samples.Urls, Samples.Sums, Samples.Transcript)));

    [Fact]
    public async Task A_missing_page_says_so_and_leads_on() =>
        Matches("not-found.html", await s_renderer.RenderNotFoundAsync(Samples.Show, Samples.Urls));

    [Fact]
    public async Task A_page_in_another_language_marks_its_english_labels()
    {
        var hebrew = Samples.Sums with { Metadata = Samples.Sums.Metadata with { Language = "he", Title = "שלום" } };
        var page = Parse(await s_renderer.RenderEpisodeAsync(new EpisodePageModel(Samples.Show, Samples.Urls, hebrew, Samples.Transcript)));

        Assert.Equal(("he", "rtl"), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir")));
        Assert.All(
            page.QuerySelectorAll("h2, footer, .skip, .kicker"),
            label => Assert.Equal(("en", "ltr"), (label.GetAttribute("lang"), label.GetAttribute("dir"))));
    }

    [Property]
    public async Task Whatever_metadata_hold_is_shown_as_text(HostileText a, HostileText b, HostileText c)
    {
        var show = Samples.Show with { Title = a.Value, Description = b.Value, Author = c.Value, Narrator = b.Value, Language = c.Value };
        var metadata = Samples.Sums.Metadata with
        {
            Title = b.Value,
            ShowNotes = c.Value,
            Paper = new Paper(a.Value, [b.Value], null),
            Language = a.Value
        };
        var transcript = Samples.Transcript with { Segments = [Samples.Said(0, 1, a.Value), Samples.Said(1, 2, "b " + b.Value)] };
        var episode = Samples.Sums with { Metadata = metadata };

        var showPage = Parse(await s_renderer.RenderShowAsync(new ShowPageModel(show, Samples.Urls, [episode])));
        var page = Parse(await s_renderer.RenderEpisodeAsync(new EpisodePageModel(show, Samples.Urls, episode, transcript)));

        Assert.Equal(PlainText.OneLine(a.Value), showPage.QuerySelector("h1")!.TextContent);
        Assert.Equal(PlainText.OneLine(b.Value), showPage.QuerySelector(".ledger h3")!.TextContent);
        Assert.Equal(PlainText.OneLine(b.Value), page.QuerySelector("h1")!.TextContent);
        Assert.EndsWith(PlainText.OneLine("b " + b.Value), page.QuerySelectorAll(".said .text")[^1].TextContent, StringComparison.Ordinal);
        foreach (var element in showPage.All.Concat(page.All))
        {
            Assert.True(
                element.LocalName != "script"
                    || element.GetAttribute("type") == "application/ld+json"
                    || element.GetAttribute("src") is not null);
            Assert.DoesNotContain(element.LocalName, new[] { "iframe", "style", "v", "object" });
            Assert.DoesNotContain(
                element.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal) || attribute.Name == "style");
            Assert.DoesNotMatch("^(?i)javascript:", element.GetAttribute("href") ?? "");
        }
    }

    [Fact]
    public async Task Words_carry_their_times_and_doubtful_ones_are_marked()
    {
        var said = Samples.Said(60, 63, "If a < b") with
        {
            Words = [Word(60, "If", 0.9), Word(61.5, "a", 0.2), Word(62, "<", 0.9), Word(62.25, "b", 0.9)],
        };
        var page = await EpisodeAsync([said]);

        Assert.Equal(["60", "61.5", "62", "62.25"], page.QuerySelectorAll(".said [data-t]").Select(word => word.GetAttribute("data-t")));
        Assert.Equal("a", Assert.Single(page.QuerySelectorAll(".said u")).TextContent);
        Assert.NotNull(page.QuerySelector(".legend"));
        Assert.Equal("If a < b", page.GetElementById("t=60")!.TextContent);
    }

    [Fact]
    public async Task Words_that_a_correction_has_overtaken_are_not_shown()
    {
        var page = await EpisodeAsync(
            [Samples.Said(60, 63, "Corrected text") with { Words = [Word(60, "Wrong", 0.1), Word(61, "text", 0.9)] }]);

        Assert.Equal("Corrected text", Assert.Single(page.QuerySelectorAll(".said [data-t]")).TextContent);
        Assert.Null(page.QuerySelector(".legend"));
    }

    [Fact]
    public async Task Silence_is_told_and_long_transcripts_have_headings()
    {
        var page = await EpisodeAsync([Samples.Said(0, 1, "One."), Samples.Said(9, 10, "Two."), Samples.Said(301, 302, "Three.")]);

        Assert.Equal(["[pause of 8 seconds]", "[pause of 5 minutes]"], page.QuerySelectorAll(".pause").Select(pause => pause.TextContent));
        Assert.Equal(["From 0:00", "From 5:01"], page.QuerySelectorAll(".said h3").Select(heading => heading.TextContent));
    }

    [Fact]
    public async Task Search_engines_are_told_what_paper_an_episode_is_based_on()
    {
        var page = await EpisodeAsync(Samples.Transcript.Segments);
        using var data = System.Text.Json.JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);

        Assert.Equal("PodcastEpisode", data.RootElement.GetProperty("@type").GetString());
        var paper = data.RootElement.GetProperty("isBasedOn");
        Assert.Equal(
            ("ScholarlyArticle", "Sums in Pairs, Revisited"),
            (paper.GetProperty("@type").GetString(), paper.GetProperty("name").GetString()));
        Assert.Equal(3, paper.GetProperty("author").GetArrayLength());
    }

    /// <summary>9,000 words are an hour's.</summary>
    [Fact]
    public async Task An_hours_page_stays_under_a_megabyte()
    {
        var segments = Enumerable.Range(0, 900).Select(
            i => Samples.Said(4 * i, (4 * i) + 3.9, "ten words that are about as long as words are") with
            {
                Words =
                [
                    .. "ten words that are about as long as words are".Split(' ')
                        .Select((word, place) => Word((4 * i) + (0.37 * place), word, place == 3 ? 0.3 : 0.9))
                ],
            });
        var page = await s_renderer.RenderEpisodeAsync(
            new EpisodePageModel(Samples.Show, Samples.Urls, Samples.Sums, Samples.Transcript with { Segments = [.. segments] }));

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(page), 9_000 * 20, 1_000_000);
    }

    [Fact]
    public async Task Every_fragment_link_and_label_leads_to_an_element_on_the_page()
    {
        var page = Parse(
            await s_renderer.RenderEpisodeAsync(new EpisodePageModel(Samples.Show, Samples.Urls, Samples.Sums, Samples.Transcript)));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        var targets = page.QuerySelectorAll("a[href^='#']").Select(link => link.GetAttribute("href")![1..])
            .Concat(page.QuerySelectorAll("[aria-labelledby]").Select(element => element.GetAttribute("aria-labelledby")!))
            .ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(7, targets.Count);
        Assert.Equal(Samples.Transcript.Segments.Count, ids.Count(id => id.StartsWith("t=", StringComparison.Ordinal)));
        Assert.All(targets, target => Assert.Contains(target, ids));
    }

    /// <summary>Style sheets have hashed names, which would change every page with each colour.</summary>
    private static void Matches(string file, string page) => Golden.Matches(
        $"Pages/Golden/{file}",
        page.Replace(SiteAssets.Stylesheet.Name, "site.css", StringComparison.Ordinal)
            .Replace(SiteAssets.Script.Name, "site.js", StringComparison.Ordinal)
            .Replace(SiteAssets.Mark.Name, "mark.svg", StringComparison.Ordinal));

    private static async Task<IDocument> EpisodeAsync(IReadOnlyList<Segment> segments) => Parse(await s_renderer.RenderEpisodeAsync(
        new EpisodePageModel(Samples.Show, Samples.Urls, Samples.Sums, Samples.Transcript with { Segments = segments })));

    private static Word Word(double start, string text, double probability) =>
        new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(start + 0.2), text, probability);

    private static IDocument Parse(string page) => new HtmlParser().ParseDocument(page);
}
