using System.Net;
using System.Text;
using FsCheck.Xunit;
using PaperLedge.Core.Captions;
using PaperLedge.Core.Cues;
using PaperLedge.Core.Transcripts;
using PaperLedge.Core.Transcripts.Srt;
using PaperLedge.Core.Transcripts.Vtt;
using PaperLedge.Tests.Core.Transcripts;

namespace PaperLedge.Tests.Core.Captions;

[Properties(Arbitrary = [typeof(AnySegments), typeof(HostileText)])]
public sealed class CaptionReaderTests
{
    [Property]
    public void Vtt_reads_back_as_it_was_written(AnySegments any, HostileText title, HostileText speaker)
    {
        var transcript = Samples.Transcript with { Segments = any.Segments, Title = title.Value, Speaker = speaker.Value };

        var vtt = Encoding.UTF8.GetString(TranscriptRenderer.Render(transcript, TranscriptFormat.Vtt));

        Assert.Equal(RollUp.Remove(CueShaper.Shape(Timeline.Of(transcript), CueShape.Vtt)), Vtt(vtt));
    }

    [Property]
    public void Srt_reads_back_to_the_same_text(AnySegments any, HostileText speaker)
    {
        var transcript = Samples.Transcript with { Segments = any.Segments, Speaker = speaker.Value };
        var expected = AsSrtSays(CueShaper.Shape(Timeline.Of(transcript), CueShape.Srt));

        var cues = Srt(Encoding.UTF8.GetString(TranscriptRenderer.Render(transcript, TranscriptFormat.Srt)));

        Assert.Equal(
            Said(expected.Select(cue => cue.Text)), Said(cues.Select(cue => cue.Speaker is null ? cue.Text : $"{cue.Speaker}:{cue.Text}")));
    }

    /// <summary>SRT has no escapes: what looks like one is read as one.</summary>
    private static IReadOnlyList<Cue> AsSrtSays(IEnumerable<Cue> cues) => RollUp.Remove(
        [.. cues.Select(cue => cue with { Text = WebUtility.HtmlDecode(cue.Text.Replace("-->", "→", StringComparison.Ordinal)) })]);

    private static string Said(IEnumerable<string> texts) => string.Concat(string.Concat(texts).Where(c => !char.IsWhiteSpace(c)));

    [Property]
    public void Cues_without_speakers_read_back_from_srt_as_they_were_written(AnySegments any)
    {
        var transcript = Samples.Transcript with
        {
            Segments = [.. any.Segments.Select(segment => segment with { Speaker = null, Language = null })],
            Speaker = null
        };

        Assert.Equal(
            AsSrtSays(CueShaper.Shape(transcript.Segments, CueShape.Srt)),
            Srt(Encoding.UTF8.GetString(TranscriptRenderer.Render(transcript, TranscriptFormat.Srt))));
    }

    [Theory]
    [InlineData("<lang de>Hallo.</lang>", "de")]
    [InlineData("<v Ann><lang de-AT>Hallo.</lang>", "de-AT")]
    [InlineData("<lang.loud de><v Ann>Hallo.</lang>", "de")]
    [InlineData("<lang de>Hallo.", "de")]
    [InlineData("Der Titel: <lang en>OK</lang>", null)]
    [InlineData("<lang en>Attention is all you need</lang> heißt es.", "en")]
    [InlineData("<lang en><i>Attention</i> is <lang fr>tout</lang> you need</lang>", "en")]
    [InlineData("<lang no!>Hallo.</lang>", null)]
    [InlineData("</lang>Hallo.</lang>", null)]
    [InlineData("<lang>Hallo.</lang>", null)]
    [InlineData("<language de>Hallo.", null)]
    public void Vtt_says_which_language_most_of_a_cue_is_in(string text, string? language) =>
        Assert.Equal(language, Assert.Single(Vtt($"WEBVTT\n\n00:01.000 --> 00:02.500\n{text}\n")).Language);

    [Fact]
    public void Each_voice_of_a_cue_has_its_language()
    {
        var cues = Vtt(
            "WEBVTT\n\n00:01.000 --> 00:05.000\n<v Ann>Hello <lang de><v Bea>Guten Tag <v Carl>Auch von mir</lang> <v Ann>Good\n");

        Assert.Equal([("Ann", null), ("Bea", "de"), ("Carl", "de"), ("Ann", null)], cues.Select(cue => (cue.Speaker, cue.Language)));
    }

    [Theory]
    [InlineData(
        "cue ids and settings",
        "WEBVTT\n\nintro\n00:01.000 --> 00:02.500 align:start\nHello\nthere\n\n2\n00:00:03.000 --> 00:00:04.000\nAgain\n")]
    [InlineData(
        "notes, styles and regions",
        "WEBVTT - a title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE said\nover two lines\n\nREGION\nid:r\n\n" +
        "00:01.000 --> 00:02.500\nHello\nthere\n\nNOTE last\n\n00:03.000 --> 00:04.000\nAgain\n\n")]
    [InlineData(
        "no blank line at the end, CRLF and a byte order mark",
        "\uFEFFWEBVTT\r\n\r\n00:01.000 --> 00:02.500\r\nHello\r\nthere\r\n\r\n00:03.000 --> 00:04.000\r\nAgain")]
    [InlineData(
        "tags, entities and a comma",
        "WEBVTT\n\n00:00:01,000 --> 00:00:02,500\n<v.loud Ann>Hel&#108;o\n<i>there</i>\n\n00:03.000 --> 00:04.000\n<00:03.500>Again\n")]
    public void Vtt_of_other_tools_is_understood(string what, string vtt)
    {
        var speaker = what.StartsWith("tags", StringComparison.Ordinal) ? "Ann" : null;

        Assert.Equal([s_hello with { Speaker = speaker }, s_again], Vtt(vtt));
    }

    [Theory]
    [InlineData("as usual", "1\n00:00:01,000 --> 00:00:02,500\nHello\nthere\n\n2\n00:00:03,000 --> 00:00:04,000\nAgain\n\n")]
    [InlineData(
        "dots, no numbers, no blank line at the end", "00:00:01.000 --> 00:00:02.500\nHello\nthere\n\n00:00:03.0 --> 00:00:04.000\nAgain")]
    [InlineData(
        "CRLF, byte order mark, spare blank lines",
        "\uFEFF\r\n1\r\n00:00:01,000 --> 00:00:02,500\r\nHello\r\nthere\r\n\r\n\r\n \r\n7\r\n00:00:03,000 --> 00:00:04,000 X1:0\r\n" +
        "Again\r\n")]
    [InlineData("old Macintosh line ends", "1\r00:00:01,000 --> 00:00:02,500\rHello\rthere\r\r2\r00:00:03,000 --> 00:00:04,000\rAgain\r")]
    public void Srt_of_other_tools_is_understood(string what, string srt)
    {
        Assert.NotEmpty(what);
        Assert.Equal([s_hello, s_again], Srt(srt));
    }

    [Theory]
    [InlineData("", "Line 1: a WebVTT file begins with 'WEBVTT'")]
    [InlineData("1\n00:00:01,000 --> 00:00:02,500\nHello", "name the file .srt")]
    [InlineData("WEBVTT\n\n00:01.000 --> tomorrow\nHello", "Line 3: '00:01.000 --> tomorrow' is not a valid timing")]
    [InlineData(
        "WEBVTT\n\n00:02.000 --> 00:01.000\nHello\n\n00:04.000 --> 00:03.000\nthere", "Line 3: '00:02.000 --> 00:01.000' is not a valid")]
    public void Broken_vtt_is_told_with_its_line(string vtt, string message) =>
        Assert.Contains(message, Assert.Throws<CaptionException>(() => Vtt(vtt)).Message, StringComparison.Ordinal);

    [Fact]
    public void Text_without_a_cue_is_no_srt() =>
        Assert.Contains(
            "no cue was found",
            Assert.Throws<CaptionException>(() => Srt("Dear all,\nsee you.")).Message,
            StringComparison.Ordinal);

    private static IReadOnlyList<Cue> Vtt(string vtt) => VttReader.Read(vtt, new LineWarnings());

    private static IReadOnlyList<Cue> Srt(string srt) => SrtReader.Read(srt, new LineWarnings());

    private static readonly Cue s_hello = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2.5), "Hello\nthere");

    private static readonly Cue s_again = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), "Again");
}
