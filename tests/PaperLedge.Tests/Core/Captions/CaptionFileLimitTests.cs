using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PaperLedge.Core.Captions;
using PaperLedge.Core.Transcripts;
using PaperLedge.Tests.Core.Transcripts;

namespace PaperLedge.Tests.Core.Captions;

[Properties(Arbitrary = [typeof(AnySegments)])]
public sealed class CaptionFileLimitTests
{
    /// <summary>What files are made of, so that random ones get past the first line.</summary>
    private static readonly string[] s_pieces =
    [
        "WEBVTT", "\n", "\n\n", "\r\n", "\r", "1", "42", "00:00:01,000 --> 00:00:02,000",
        "00:01.000 --> 00:02.000", "999999:59:59.999 --> 999999:59:59.999", "99:99:99 --> 1:2",
        "-->", " --> ", "00:02,0 --> 00:01,0", "NOTE", "STYLE", "<v Ann>", "<v ", "</v>", "<", ">", "&", "&lt;",
        "&#x0;", "{\\an8}", "Ann: ", "Ann:", "[music]", "♪", "text", " ", "\0", "\uFEFF", "\uFFFF", "\uD800",
    ];

    [Theory]
    [InlineData("", "Line 1: no cue was found; the file begins with ''")]
    [InlineData("\n\nDear all,\nsee you.", "Line 3: no cue was found; the file begins with 'Dear all,'")]
    [InlineData("WEBVTT\n\nNOTE nothing yet", "Line 1: no cue was found; the file begins with 'WEBVTT'")]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\n<i> </i>\n", "no cue was found")]
    [InlineData("2\n00:00:03,000 --> tomorrow\nTwo", "Line 2: '00:00:03,000 --> tomorrow' is not a valid timing. Write it as 00:01:02.000")]
    [InlineData(
        "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,000 --> soon\nTwo\n\n3\n00:00:03,000 --> 00:00:02,000\nThree",
        "Line 6: '00:00:03,000 --> soon' is not a valid timing")]
    public void What_cannot_be_read_is_told_with_its_line_and_what_to_do(string file, string message) =>
        Assert.Contains(message, Refusal(Encoding.UTF8.GetBytes(file)), StringComparison.Ordinal);

    [Fact]
    public void A_file_of_more_than_8_MiB_is_refused() =>
        Assert.StartsWith(
            "Line 1: the file has 8.0 MiB; caption files may have at most 8.",
            Refusal(new byte[(8 * 1024 * 1024) + 1]),
            StringComparison.Ordinal);

    [Fact]
    public void A_file_of_more_than_50_000_cues_is_refused()
    {
        var file = string.Concat(Enumerable.Repeat("00:00:01,000 --> 00:00:02,000\nOne\n\n", 50_001));

        Assert.StartsWith(
            "Line 150001: the file has more than 50,000 cues", Refusal(Encoding.UTF8.GetBytes(file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<v ", " ")]
    [InlineData("<v.", "<v.")]
    [InlineData("{\\", "{\\")]
    [InlineData("<i ", "<")]
    [InlineData("[", "[] [")]
    [InlineData("A", " A")]
    [InlineData("", "x")]
    [InlineData("00:00:01", " ")]
    [InlineData("&", "&amp")]
    public void A_file_made_to_be_slow_is_read_in_a_few_passes(string start, string repeated)
    {
        var file = Encoding.UTF8.GetBytes(
            "WEBVTT\n\n00:01.000 --> 00:02.000\nx" + start + string.Concat(Enumerable.Repeat(repeated, 2_000_000 / repeated.Length)));
        var time = System.Diagnostics.Stopwatch.StartNew();

        ReadOrRefuse(file, "a.vtt");
        ReadOrRefuse(file[8..], "a.srt");

        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Property(MaxTest = 500)]
    public void Random_bytes_are_read_or_refused(byte[] file, NonNull<string> name) => ReadOrRefuse(file, name.Get);

    [Property(MaxTest = 1000)]
    public Property Random_pieces_of_captions_are_read_or_refused() => Prop.ForAll(
        Gen.Elements(s_pieces).ListOf().ToArbitrary(),
        Gen.Elements("a.srt", "a.vtt", "a").ToArbitrary(),
        (pieces, name) => ReadOrRefuse(Encoding.UTF8.GetBytes(string.Concat(pieces)), name));

    [Property]
    public void What_is_written_comes_back_to_the_same_text_and_sounds(AnySegments any)
    {
        // Whether a text in brackets is a sound is what its writer says; read back, it is one.
        var transcript = Samples.Transcript with
        {
            Segments = [.. any.Segments.Select(segment => segment.Kind == SegmentKind.Sound ? segment with { Text = "[bell]" } : segment)]
        };
        var timeline = Timeline.Of(transcript);
        if (timeline.Count == 0)
        {
            return;
        }

        var vtt = TranscriptRenderer.Render(transcript, TranscriptFormat.Vtt);
        var read = CaptionFile.Read(vtt, "a.vtt", transcript.Speaker, ["en"]).Segments;

        Assert.Equal(Said(timeline), Said(read));
        Assert.Equal(
            timeline.Count(segment => segment.Kind == SegmentKind.Sound), read.Count(segment => segment.Kind == SegmentKind.Sound));
        Assert.Equal(Speakers(timeline), Speakers(Timeline.Of(transcript with { Segments = read })));
    }

    [Theory]
    [InlineData("vtt")]
    [InlineData("srt")]
    public void Somebody_whom_nobody_names_stays_unnamed(string extension)
    {
        string?[] speakers = ["", "Bob", "Bob", "", "", "Eve", null, "Bob", ""];
        var transcript = Samples.Transcript with
        {
            Segments = [.. speakers.Select((speaker, i) => Samples.Said(2 * i, (2 * i) + 2, $"word {i}.") with { Speaker = speaker })],
            Speaker = "Ada",
        };
        var format = TranscriptFormat.FromExtension(extension)!;

        var read = CaptionFile.Read(TranscriptRenderer.Render(transcript, format), $"a.{extension}", "Ada", ["en"]).Segments;

        Assert.Equal(["", "Bob", "", "Eve", null, "Bob", ""], read.Select(segment => segment.Speaker).Aggregate(
            new List<string?>(), (turns, speaker) => turns is [.., var last] && last == speaker ? turns : [.. turns, speaker]));
    }

    private static string Said(IEnumerable<Segment> segments) =>
        string.Concat(string.Concat(segments.Select(segment => segment.Text)).Where(c => !char.IsWhiteSpace(c)));

    /// <summary>In order of their turns.</summary>
    private static IEnumerable<string?> Speakers(IReadOnlyList<Segment> timeline)
    {
        var speakers = timeline.Where(segment => segment.Kind == SegmentKind.Speech).Select(segment => segment.Speaker).ToList();
        return speakers.Where((speaker, i) => i == 0 || speaker != speakers[i - 1]);
    }

    private static void ReadOrRefuse(byte[] file, string name)
    {
        try
        {
            Assert.NotEmpty(CaptionFile.Read(file, name, "Ann", ["en"]).Segments);
        }
        catch (CaptionException refusal)
        {
            Assert.StartsWith("Line ", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static string Refusal(byte[] file) =>
        Assert.Throws<CaptionException>(() => CaptionFile.Read(file, "a.srt", null, ["en"])).Message;
}
