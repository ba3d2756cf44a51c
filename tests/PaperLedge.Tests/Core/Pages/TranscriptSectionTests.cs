using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.Logging.Abstractions;
using PaperLedge.Core.Pages;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Pages;

/// <summary>What a page shows of a transcript besides the words.</summary>
public sealed class TranscriptSectionTests
{
    private static readonly PageRenderer s_renderer = new(NullLoggerFactory.Instance);

    [Fact]
    public async Task A_sound_is_a_paragraph_of_its_own_without_words()
    {
        var page = await PageAsync(
            [Samples.Said(0, 2, "[music]") with { Kind = SegmentKind.Sound }, Samples.Said(2, 3, "Hello."), Samples.Said(3, 4, "Again.")]);

        Assert.Equal(["sound", null], page.QuerySelectorAll(".said p").Select(paragraph => paragraph.GetAttribute("class")));
        Assert.Equal(("[music]", "t=0"), (page.QuerySelector(".noise")!.TextContent, page.QuerySelector(".noise")!.Id));
        Assert.Null(page.QuerySelector(".sound .text, .sound [data-t]"));
        Assert.Equal("Hello. Again.", Assert.Single(page.QuerySelectorAll(".text")).TextContent);
    }

    [Fact]
    public async Task Speakers_are_named_where_they_change()
    {
        var page = await PageAsync(
        [
            Samples.Said(0, 1, "Welcome."),
            Samples.Said(1, 2, "Thank you.") with { Speaker = "Bea" },
            Samples.Said(6, 7, "I am glad.") with { Speaker = "Bea" },
            Samples.Said(7, 8, "So am I."),
        ]);

        Assert.Equal(
            ["Ada (synthetic voice):", "Bea:", "Ada (synthetic voice):"],
            page.QuerySelectorAll(".speaker").Select(name => name.TextContent));
        Assert.Equal("0:01 Bea: Thank you.", PlainText.OneLine(page.QuerySelectorAll(".said p")[1].TextContent));
        Assert.DoesNotContain(page.QuerySelectorAll(".text"), text => text.TextContent.Contains("Bea", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_transcript_of_one_narrator_names_nobody() =>
        Assert.Null((await PageAsync(Samples.Transcript.Segments)).QuerySelector(".speaker"));

    [Theory]
    [InlineData(4.9, null)]
    [InlineData(5, "[pause of 5 seconds]")]
    [InlineData(59.4, "[pause of 59 seconds]")]
    [InlineData(59.6, "[pause of 1 minute]")]
    [InlineData(124, "[pause of 2 minutes]")]
    public async Task A_pause_is_told_in_seconds_or_minutes(double seconds, string? told)
    {
        var page = await PageAsync([Samples.Said(0, 1, "One."), Samples.Said(1 + seconds, 2 + seconds, "Two.")]);

        Assert.Equal(told, page.QuerySelector(".pause")?.TextContent);
    }

    [Fact]
    public async Task A_corrected_transcript_is_no_longer_called_the_machines()
    {
        var raw = await PageAsync(Samples.Transcript.Segments);
        var corrected = await PageAsync(Samples.Transcript with { Edited = new DateTimeOffset(2026, 5, 8, 9, 0, 0, TimeSpan.Zero) });

        Assert.EndsWith("2026-05-06. It may contain errors.", Provenance(raw), StringComparison.Ordinal);
        Assert.EndsWith("corrected by a person on 2026-05-08.", Provenance(corrected), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_no_space_parts_are_elements_of_their_own()
    {
        var page = await PageAsync(Samples.Japanese);

        var first = page.QuerySelectorAll(".text")[0];
        Assert.Equal("今日はとても良い天気なので、公園を散歩しました。木の下で論文を読んで、コンピューターの歴史について考えました。", first.TextContent);
        Assert.Equal(
            ["今日は 0.5", "とても 1", "良い 1.5", "天気 2", "なので、 2.5", "公園を 3", "散歩しました。 3.5"],
            first.QuerySelectorAll("[id='t=0.5'] [data-t]").Select(word => $"{word.TextContent} {word.GetAttribute("data-t")}"));
        Assert.Equal("天気", page.QuerySelector("u[data-t]")!.TextContent);
    }

    [Fact]
    public async Task A_paragraph_in_another_language_says_so()
    {
        var page = await PageAsync(Samples.Japanese with
        {
            Segments = [.. Samples.Japanese.Segments, Samples.Said(13, 14, "שלום.") with { Language = "he" }],
        });

        Assert.Equal("ja", page.QuerySelector(".said")!.GetAttribute("lang"));
        Assert.Equal(
            [(null, null), ("en", "ltr"), (null, null), ("he", "rtl")],
            page.QuerySelectorAll(".text").Select(text => (text.GetAttribute("lang"), text.GetAttribute("dir"))));
        Assert.Equal("It was called “open source”.", page.QuerySelectorAll(".text")[1].TextContent);
    }

    private static string Provenance(IDocument page) => PlainText.OneLine(page.QuerySelector(".provenance")!.TextContent);

    private static Task<IDocument> PageAsync(IReadOnlyList<Segment> segments) => PageAsync(Samples.Transcript with { Segments = segments });

    private static async Task<IDocument> PageAsync(Transcript transcript) => new HtmlParser().ParseDocument(
        await s_renderer.RenderEpisodeAsync(new EpisodePageModel(Samples.Show, Samples.Urls, Samples.Sums, transcript)));
}
