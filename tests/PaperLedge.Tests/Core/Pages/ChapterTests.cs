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
        var page = await PageAsync([At(6, "The paper"), At(19, "After the pause")]);

        // The first sentences come before any chapter, and the one at 12.48 s begins during the first.
        Assert.Equal(["The paper 0:06", "After the pause 0:19"], page.QuerySelectorAll(".said h3").Select(heading => heading.TextContent));
        Assert.Equal(
            ["Welcome", "The", "If", "After", "After", "That"],
            page.QuerySelectorAll(".said h3, .said .text").Select(element => element.TextContent.Split(' ')[0]));
    }

    [Theory]
    [InlineData(18.6, 3)]
    [InlineData(19.1, 3)]
    [InlineData(20.1, 3)]
    [InlineData(20.2, 4)]
    [InlineData(15, 3)]
    public void Without_times_of_words_a_chapter_begins_with_the_sentence_that_starts_nearest_to_it(double start, int before)
    {
        var parts = TranscriptPart.Of(Timeline.Of(Samples.Transcript), [At(start, "Here")]);

        Assert.Equal(before, parts[0].Paragraphs.Sum(paragraph => paragraph.Segments.Count));
        Assert.Equal(
            Samples.Transcript.Segments.Count, parts.SelectMany(part => part.Paragraphs).Sum(paragraph => paragraph.Segments.Count));
    }

    [Theory]
    [InlineData(34, "Here it is.", "Look at the letters.")]
    [InlineData(34.9, "Here it is.", "Look at the letters.")]
    [InlineData(36.5, "Here it is. Look at the", "letters.")]
    [InlineData(30, "", "Here it is. Look at the letters.")]
    [InlineData(60, "Here it is. Look at the letters.", "")]
    public void A_chapter_begins_at_the_time_of_its_first_word(double start, string before, string after)
    {
        var said = Samples.Said(30, 47, "Here it is. Look at the letters.") with
        {
            Words =
            [
                Spoken("Here", 30), Spoken("it", 31), Spoken("is.", 32),
                Spoken("Look", 34.9), Spoken("at", 35.5), Spoken("the", 35.75), Spoken("letters.", 36.4),
            ],
        };
        var parts = TranscriptPart.Of([said], [At(start, "Look at the letters")]);

        Assert.Equal(after, Text(parts[^1]));
        Assert.Equal(before, parts.Count > 1 ? Text(parts[0]) : "");

        static Word Spoken(string text, double time) => new(TimeSpan.FromSeconds(time), TimeSpan.FromSeconds(time + 0.2), text, 1);
        static string Text(TranscriptPart part) => string.Join(' ', part.Paragraphs.Select(paragraph => paragraph.Text));
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
