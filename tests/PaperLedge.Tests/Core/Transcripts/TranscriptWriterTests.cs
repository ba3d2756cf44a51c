using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Transcripts;

[Properties(Arbitrary = [typeof(AnySegments), typeof(HostileText)])]
public sealed class TranscriptWriterTests
{
    public static TheoryData<string> Extensions => [.. TranscriptFormat.All.Select(format => format.Extension)];

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Every_format_is_written_as_its_golden_file_says(string extension)
    {
        var format = TranscriptFormat.FromExtension(extension)!;

        Golden.Matches($"Transcripts/Golden/sums.{extension}", TranscriptRenderer.Render(Samples.Transcript, format));
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void A_transcript_without_a_word_is_still_a_valid_file(string extension)
    {
        var silent = Samples.Transcript with { Segments = [], Speaker = null };

        Golden.Matches(
            $"Transcripts/Golden/silent.{extension}", TranscriptRenderer.Render(silent, TranscriptFormat.FromExtension(extension)!));
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Sounds_and_speakers_are_told_in_every_format(string extension)
    {
        var talk = Samples.Transcript with
        {
            Segments =
            [
                Samples.Said(0, 60, "[music]") with { Kind = SegmentKind.Sound },
                Samples.Said(9, 11, "Welcome back."),
                Samples.Said(11, 13, "With me is Wen Li."),
                Samples.Said(13, 15, "Thank you for having me.") with { Speaker = "Wen Li of the Department of Long Names" },
                Samples.Said(15, 16, "[laughs]") with { Kind = SegmentKind.Sound },
                Samples.Said(16, 18, "It is a pleasure.") with { Speaker = "Wen Li of the Department of Long Names" },
                Samples.Said(18, 19, "Let us begin."),
            ],
        };

        Golden.Matches($"Transcripts/Golden/talk.{extension}", TranscriptRenderer.Render(talk, TranscriptFormat.FromExtension(extension)!));
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Text_without_spaces_and_another_language_are_told_in_every_format(string extension) =>
        Golden.Matches(
            $"Transcripts/Golden/japanese.{extension}",
            TranscriptRenderer.Render(Samples.Japanese, TranscriptFormat.FromExtension(extension)!));

    [Theory]
    [InlineData(
        "Hello & welcome.",
        """[{"startTime":1,"endTime":1.35,"body":"Hello","probability":0.988},""" +
        """{"startTime":1.35,"endTime":1.5,"body":"\u0026","probability":0.5},""" +
        """{"startTime":1.6,"endTime":2,"body":"welcome.","probability":1}]""")]
    [InlineData("Hello and welcome.", null)]
    public void Json_holds_the_words_where_they_say_what_the_segment_says(string text, string? words)
    {
        var segment = Samples.Said(1, 2, text) with
        {
            Words = [SaidWord(0.9, 1.35, "Hello", 0.98765), SaidWord(1.3, 1.5, "&", 0.5), SaidWord(1.6, 2.4, "welcome.", 1)],
        };

        using var json = JsonDocument.Parse(
            TranscriptRenderer.Render(Samples.Transcript with { Segments = [segment] }, TranscriptFormat.Json));

        var written = json.RootElement.GetProperty("segments")[0].TryGetProperty("words", out var found) ? found.GetRawText() : null;
        Assert.Equal(words, written);
    }

    [Property]
    public void Json_holds_every_segment_in_order_and_none_overlaps_another(AnySegments any, HostileText title)
    {
        var transcript = Samples.Transcript with { Segments = any.Segments, Title = title.Value };

        using var json = JsonDocument.Parse(TranscriptRenderer.Render(transcript, TranscriptFormat.Json));

        var segments = json.RootElement.GetProperty("segments").EnumerateArray().ToList();
        Assert.Equal(
            Timeline.Of(any.Segments).Select(segment => segment.Text), segments.Select(segment => segment.GetProperty("body").GetString()));
        var free = 0m;
        foreach (var segment in segments)
        {
            var (start, end) = (segment.GetProperty("startTime").GetDecimal(), segment.GetProperty("endTime").GetDecimal());
            Assert.True(start >= free && end > start, $"{start}–{end} after {free}");
            free = end;
        }
    }

    [Property]
    public void Html_shows_markup_as_text(AnySegments any, HostileText title)
    {
        var transcript = Samples.Transcript with { Segments = any.Segments, Title = title.Value, Speaker = title.Value };

        var document = new AngleSharp.Html.Parser.HtmlParser()
            .ParseDocument(Encoding.UTF8.GetString(TranscriptRenderer.Render(transcript, TranscriptFormat.Html)));

        Assert.Empty(document.QuerySelectorAll("script, v, main img"));
        Assert.Equal(PlainText.OneLine(title.Value), document.QuerySelector("h1")!.TextContent);
        Assert.Equal(
            Paragraph.Of(Timeline.Of(transcript)).Select(paragraph => paragraph.Text),
            document.QuerySelectorAll("main p").Select(paragraph => paragraph.TextContent));
    }

    private static Word SaidWord(double start, double end, string text, double probability) =>
        new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), text, probability);
}
