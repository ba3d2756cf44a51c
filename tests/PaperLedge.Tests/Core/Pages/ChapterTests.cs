using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Pages;

/// <summary>How an episode's chapters part its page.</summary>
public sealed class ChapterTests
{
    private static readonly PageRenderer s_renderer = new(NullLoggerFactory.Instance);

    [Fact]
    public async Task Chapters_are_listed_and_lead_to_their_places()
    {
        var page = await PageAsync([At(0, "Opening"), At(18.2, "The <pairs>", "https://example.org/pairs#a"), At(40, "Silence")]);
        var links = page.QuerySelectorAll(".chapters a");

        Assert.Equal(["0:00 Opening", "0:18 The <pairs>", "0:40 Silence"], links.Select(link => PlainText.OneLine(link.TextContent)));
        Assert.All(links, link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Equal("https://example.org/pairs#a", Assert.Single(page.QuerySelectorAll(".about a")).GetAttribute("href"));
    }

    [Fact]
    public async Task Chapter_titles_are_the_headings_of_the_transcript()
    {
        var page = await PageAsync([At(5, "The paper"), At(19, "After the pause")]);

        // The first sentences come before any chapter, and the one at 12.48 s begins during the first.
        Assert.Equal(["The paper 0:05", "After the pause 0:19"], page.QuerySelectorAll(".said h3").Select(heading => heading.TextContent));
        Assert.Equal(
            ["Welcome", "The", "If", "After", "After", "That"],
            page.QuerySelectorAll(".said h3, .said .text").Select(element => element.TextContent.Split(' ')[0]));
    }

    [Theory]
    [InlineData(18.6, 3)]
    [InlineData(19.1, 3)]
    [InlineData(19.2, 4)]
    [InlineData(15, 3)]
    public void A_chapter_begins_with_the_first_sentence_that_starts_with_it_or_later(double start, int before)
    {
        var parts = TranscriptPart.Of(Timeline.Of(Samples.Transcript), [At(start, "Here")]);

        Assert.Equal(before, parts[0].Paragraphs.Sum(paragraph => paragraph.Segments.Count));
        Assert.Equal(
            Samples.Transcript.Segments.Count, parts.SelectMany(part => part.Paragraphs).Sum(paragraph => paragraph.Segments.Count));
    }

    [Fact]
    public async Task A_chapter_that_starts_with_a_sentence_shares_its_place()
    {
        var page = await PageAsync([At(18.6, "After the pause")]);

        Assert.Equal("After the pause: 500 pairs, each 1,001.", Assert.Single(page.QuerySelectorAll("[id='t=18.6']")).TextContent);
    }

    [Fact]
    public async Task A_chapter_without_speech_says_so()
    {
        var page = await PageAsync([At(20, "Music"), At(30, "More music")], [Samples.Said(0, 1, "Hello.")]);

        Assert.Equal(["[no speech]", "[no speech]"], page.QuerySelectorAll(".pause").Select(note => note.TextContent));
        Assert.NotNull(page.GetElementById("t=20"));
    }

    private static Chapter At(double start, string title, string? url = null) =>
        new(TimeSpan.FromSeconds(start), title, url is null ? null : new Uri(url));

    private static async Task<IDocument> PageAsync(IReadOnlyList<Chapter> chapters, IReadOnlyList<Segment>? segments = null)
    {
        var metadata = Samples.Sums.Metadata with { Details = new EpisodeDetails { Chapters = chapters } };
        var transcript = segments is null ? Samples.Transcript : Samples.Transcript with { Segments = segments };
        return new HtmlParser().ParseDocument(await s_renderer.RenderEpisodeAsync(
            new EpisodePageModel(Samples.Show, Samples.Urls, Samples.Sums with { Metadata = metadata }, transcript)));
    }
}
