using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FsCheck.Xunit;
using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Pages;

[Properties(Arbitrary = [typeof(HostileText)])]
public sealed class PageRendererTests
{
    private static readonly PageRenderer Renderer = new(NullLoggerFactory.Instance);

    [Fact]
    public async Task The_shows_page_is_written_as_its_golden_file_says() =>
        Matches("show.html", await Renderer.RenderShowAsync(new ShowPageModel(Samples.Show, Samples.Urls, [Samples.Sums, Samples.Plain], From: "0123-a", OlderFrom: "0456-b")));

    [Fact]
    public async Task A_new_show_without_episodes_has_a_page() =>
        Matches("new-show.html", await Renderer.RenderShowAsync(new ShowPageModel(Samples.Show with { Artwork = null }, Samples.Urls, [])));

    [Fact]
    public async Task An_episodes_page_is_written_as_its_golden_file_says() =>
        Matches("episode.html", await Renderer.RenderEpisodeAsync(new EpisodePageModel(Samples.Show, Samples.Urls, Samples.Sums, Samples.Transcript)));

    [Fact]
    public async Task A_missing_page_says_so_and_leads_on() =>
        Matches("not-found.html", await Renderer.RenderNotFoundAsync(Samples.Show, Samples.Urls));

    [Fact]
    public async Task A_page_in_another_language_marks_its_english_labels()
    {
        var hebrew = Samples.Sums with { Metadata = Samples.Sums.Metadata with { Language = "he", Title = "שלום" } };
        var page = Parse(await Renderer.RenderEpisodeAsync(new EpisodePageModel(Samples.Show, Samples.Urls, hebrew, Samples.Transcript)));

        Assert.Equal(("he", "rtl"), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir")));
        Assert.All(page.QuerySelectorAll("h2, footer, .skip, .kicker"), label => Assert.Equal(("en", "ltr"), (label.GetAttribute("lang"), label.GetAttribute("dir"))));
    }

    [Property]
    public async Task Whatever_metadata_hold_is_shown_as_text(HostileText a, HostileText b, HostileText c)
    {
        var show = Samples.Show with { Title = a.Value, Description = b.Value, Author = c.Value, Narrator = b.Value, Language = c.Value };
        var metadata = Samples.Sums.Metadata with { Title = b.Value, ShowNotes = c.Value, Paper = new Paper(a.Value, [b.Value], null), Language = a.Value };
        var transcript = Samples.Transcript with { Segments = [Samples.Said(0, 1, a.Value), Samples.Said(1, 2, "b " + b.Value)] };
        var episode = Samples.Sums with { Metadata = metadata };

        var showPage = Parse(await Renderer.RenderShowAsync(new ShowPageModel(show, Samples.Urls, [episode])));
        var page = Parse(await Renderer.RenderEpisodeAsync(new EpisodePageModel(show, Samples.Urls, episode, transcript)));

        Assert.Equal(PlainText.OneLine(a.Value), showPage.QuerySelector("h1")!.TextContent);
        Assert.Equal(PlainText.OneLine(b.Value), showPage.QuerySelector(".ledger h3")!.TextContent);
        Assert.Equal(PlainText.OneLine(b.Value), page.QuerySelector("h1")!.TextContent);
        Assert.EndsWith(PlainText.OneLine("b " + b.Value), page.QuerySelectorAll(".said span")[^1].TextContent, StringComparison.Ordinal);
        foreach (var element in showPage.All.Concat(page.All))
        {
            Assert.DoesNotContain(element.LocalName, new[] { "script", "iframe", "style", "v", "object" });
            Assert.DoesNotContain(element.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal) || attribute.Name == "style");
            Assert.DoesNotMatch("^(?i)javascript:", element.GetAttribute("href") ?? "");
        }
    }

    [Fact]
    public async Task Every_fragment_link_and_label_leads_to_an_element_on_the_page()
    {
        var page = Parse(await Renderer.RenderEpisodeAsync(new EpisodePageModel(Samples.Show, Samples.Urls, Samples.Sums, Samples.Transcript)));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        var targets = page.QuerySelectorAll("a[href^='#']").Select(link => link.GetAttribute("href")![1..])
            .Concat(page.QuerySelectorAll("[aria-labelledby]").Select(element => element.GetAttribute("aria-labelledby")!))
            .ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(7, targets.Count);
        Assert.All(targets, target => Assert.Contains(target, ids));
    }

    /// <summary>Style sheets have hashed names, which would change every page with each colour.</summary>
    private static void Matches(string file, string page) => Golden.Matches(
        $"Pages/Golden/{file}",
        page.Replace(SiteAssets.Stylesheet.Name, "site.css", StringComparison.Ordinal).Replace(SiteAssets.Mark.Name, "mark.svg", StringComparison.Ordinal));

    private static IDocument Parse(string page) => new HtmlParser().ParseDocument(page);
}
