using System.Globalization;
using System.Text;
using PaperLedge.Core.Captions;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Captions;

/// <summary>One row an oddity; what is read is written as <c>start-end Speaker: text</c>, a line a segment.</summary>
public sealed class CaptionFileTests
{
    private const string Two = "1-2.5 Hello there | 3-4 Again";

    [Theory]
    [InlineData("as it should be", "WEBVTT\n\n00:01.000 --> 00:02.500\nHello there\n\n00:03.000 --> 00:04.000\nAgain\n", Two)]
    [InlineData(
        "text behind the signature",
        "WEBVTT - my episode\n\n00:01.000 --> 00:02.500\nHello there\n\n00:03.000 --> 00:04.000\nAgain\n",
        Two)]
    [InlineData(
        "header metadata",
        "WEBVTT\nKind: captions\nLanguage: en\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n" +
        "00:01.000 --> 00:02.500\nHello there\n\n00:03.000 --> 00:04.000\nAgain\n",
        Two)]
    [InlineData(
        "a first cue right below the header", "WEBVTT\n00:01.000 --> 00:02.500\nHello there\n\n00:03.000 --> 00:04.000\nAgain\n", Two)]
    [InlineData("blank lines in front", "\n\nWEBVTT\n\n00:01.000 --> 00:02.500\nHello there\n\n00:03.000 --> 00:04.000\nAgain", Two)]
    [InlineData("no header, a dot and no hours", "00:01.000 --> 00:02.500\nHello there\n\n00:03.000 --> 00:04.000\nAgain\n", Two)]
    [InlineData(
        "NOTE, STYLE and REGION anywhere",
        "WEBVTT\n\nSTYLE\n::cue(v) { color: red }\n\n00:01.000 --> 00:02.500\nHello there\n\nREGION\nid:a width:40%\n\n" +
        "NOTE 3 --> 4 is wrong\n\n00:03.000 --> 00:04.000\nAgain\n\nNOTE\nthe end\n",
        Two)]
    [InlineData(
        "ids and settings",
        "WEBVTT\n\nintro\n00:01.000 --> 00:02.500 line:0 position:20% align:start\nHello there\n\n" +
        "2\n00:03.000 --> 00:04.000 region:a\nAgain\n",
        Two)]
    [InlineData(
        "no blank line between cues", "WEBVTT\n\n1\n00:01.000 --> 00:02.500\nHello there\n2\n00:03.000 --> 00:04.000\nAgain\n", Two)]
    [InlineData("commas in times", "WEBVTT\n\n00:00:01,000 --> 00:00:02,500\nHello there\n\n00:00:03,000 --> 00:00:04,000\nAgain\n", Two)]
    [InlineData("one to three digits", "WEBVTT\n\n0:01.0 --> 0:02.50\nHello there\n\n0:03 --> 0:04.000\nAgain\n", Two)]
    [InlineData("more than 99 hours", "WEBVTT\n\n100:00:01.000 --> 100:00:02.000\nLate\n", "360001-360002 Late")]
    [InlineData(
        "classes, times and unclosed tags",
        "WEBVTT\n\n00:01.000 --> 00:02.500\n<c.yellow.bg_blue>Hello</c> <00:01.500><c> there</c>\n\n00:03.000 --> 00:04.000\n<b><i>Again\n",
        Two)]
    [InlineData("entities", "WEBVTT\n\n00:01.000 --> 00:02.500\nA&nbsp;&lt;&nbsp;B &amp;&#32;C &hearts;\n", "1-2.5 A\u00A0<\u00A0B & C ♥")]
    [InlineData("signs that nobody escaped", "WEBVTT\n\n00:01.000 --> 00:02.500\nif a < b & b > c\n", "1-2.5 if a < b & b > c")]
    [InlineData(
        "a voice",
        "WEBVTT\n\n00:01.000 --> 00:02.500\n<v.loud Ann Lee>Hello there</v>\n\n00:03.000 --> 00:04.000\nAgain\n",
        "1-2.5 Ann Lee: Hello there | 3-4 Ann Lee: Again")]
    [InlineData("voices in one cue", "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann>Hello\n<v Bob>Hi yo\n", "1-2 Ann: Hello | 2-3 Bob: Hi yo")]
    [InlineData(
        "voices in each cue, and a cue of nobody",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One\n\n00:02.000 --> 00:03.000\n<v Ann>Two\n\n00:03.000 --> 00:04.000\nThree\n",
        "1-2 Ann: One | 2-3 Ann: Two | 3-4 ?: Three")]
    [InlineData(
        "the narrator's voice",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>One\n\n00:02.000 --> 00:03.000\n<v Bob>Two\n\n" +
        "00:03.000 --> 00:04.000\n<v Ada>Three\n\n00:04.000 --> 00:05.000\nFour\n",
        "1-2 One | 2-3 Bob: Two | 3-4 Three | 4-5 Four")]
    [InlineData(
        "names in the text",
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnn Bell: One\n\n2\n00:00:02.000 --> 00:00:03.000\nBob: Two\n\n" +
        "3\n00:00:03.000 --> 00:00:04.000\nAnn Bell: Three\n",
        "1-2 Ann Bell: One | 2-3 Bob: Two | 3-4 Ann Bell: Three")]
    [InlineData(
        "the narrator's name in the text",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nAda: One\n\n00:02.000 --> 00:03.000\nBob: Two\n\n00:03.000 --> 00:04.000\nBob: Three\n",
        "1-2 One | 2-3 Bob: Two | 3-4 Bob: Three")]
    [InlineData(
        "escaped marks of speakers",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n&gt;&gt; One\n\n00:02.000 --> 00:03.000\n>> Two\n",
        "1-2 ?: One | 2-3 ?: Two")]
    [InlineData(
        "CR CR LF",
        "WEBVTT\r\r\n\r\r\n00:01.000 --> 00:02.500\r\r\nHello\r\r\nthere\r\r\n\r\r\n00:03.000 --> 00:04.000\r\r\nAgain",
        Two)]
    [InlineData(
        "sounds",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n[music]\n\n00:02.000 --> 00:03.000\n(♪ slow piano)\n\n00:03.000 --> 00:04.000\n♪♪\n\n" +
        "00:04.000 --> 00:05.000\n[sighs] Well.\n\n00:05.000 --> 00:06.000\n[a dog\nbarks]\n",
        "1-2 Sound [music] | 2-3 Sound [♪ slow piano] | 3-4 Sound [♪♪] | 4-5 [sighs] Well. | 5-6 Sound [a dog barks]")]
    [InlineData(
        "lines that scroll up",
        "WEBVTT\nKind: captions\n\n00:00:01.000 --> 00:00:02.000 align:start position:0%\n \nwe<00:00:01.500><c> begin</c>\n\n" +
        "00:00:02.000 --> 00:00:02.010 align:start position:0%\nwe begin\n \n\n" +
        "00:00:02.010 --> 00:00:03.000 align:start position:0%\nwe begin\nto<00:00:02.500><c> count</c>\n\n" +
        "00:00:03.000 --> 00:00:03.010 align:start position:0%\nto count\n \n\n" +
        "00:00:03.010 --> 00:00:04.000 align:start position:0%\nto count\nin pairs\n",
        "1-2.01 we begin | 2.01-3.01 to count | 3.01-4 in pairs")]
    public void Vtt(string oddity, string file, string read) => Matches(oddity, read, Encoding.UTF8.GetBytes(file), "a.vtt");

    [Theory]
    [InlineData("as it should be", "1\n00:00:01,000 --> 00:00:02,500\nHello there\n\n2\n00:00:03,000 --> 00:00:04,000\nAgain\n\n", Two)]
    [InlineData("CRLF", "1\r\n00:00:01,000 --> 00:00:02,500\r\nHello\r\nthere\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nAgain\r\n", Two)]
    [InlineData("CR", "1\r00:00:01,000 --> 00:00:02,500\rHello there\r\r2\r00:00:03,000 --> 00:00:04,000\rAgain", Two)]
    [InlineData(
        "a byte order mark", "\uFEFF1\n00:00:01,000 --> 00:00:02,500\nHello there\n\n2\n00:00:03,000 --> 00:00:04,000\nAgain\n", Two)]
    [InlineData("no numbers", "00:00:01,000 --> 00:00:02,500\nHello there\n\n00:00:03,000 --> 00:00:04,000\nAgain\n", Two)]
    [InlineData("numbers out of order", "7\n00:00:01,000 --> 00:00:02,500\nHello there\n\n7\n00:00:03,000 --> 00:00:04,000\nAgain\n", Two)]
    [InlineData(
        "several blank lines, some with spaces",
        "\n\n1\n00:00:01,000 --> 00:00:02,500\nHello there\n\n \n\t\n2\n00:00:03,000 --> 00:00:04,000\nAgain\n\n\n",
        Two)]
    [InlineData("no blank lines at all", "1\n00:00:01,000 --> 00:00:02,500\nHello there\n2\n00:00:03,000 --> 00:00:04,000\nAgain", Two)]
    [InlineData(
        "a blank line in a cue", "1\n00:00:01,000 --> 00:00:02,500\nHello\n\nthere\n\n2\n00:00:03,000 --> 00:00:04,000\n\nAgain\n", Two)]
    [InlineData(
        "a number in a cue",
        "1\n00:00:01,000 --> 00:00:02,500\nThe answer is\n\n42\n\n2\n00:00:03,000 --> 00:00:04,000\nAgain\n",
        "1-2.5 The answer is 42 | 3-4 Again")]
    [InlineData("dots in times", "1\n00:00:01.000 --> 00:00:02.500\nHello there\n\n2\n00:00:03.000 --> 00:00:04.000\nAgain\n", Two)]
    [InlineData("no hours, few digits, no spaces", "1\n0:1,0-->0:2,5\nHello there\n\n2\n00:03-->00:04\nAgain\n", Two)]
    [InlineData(
        "coordinates",
        "1\n00:00:01,000 --> 00:00:02,500 X1:40 X2:600 Y1:20 Y2:50\nHello there\n\n2\n00:00:03,000 --> 00:00:04,000\nAgain\n",
        Two)]
    [InlineData("cues out of order", "2\n00:00:03,000 --> 00:00:04,000\nAgain\n\n1\n00:00:01,000 --> 00:00:02,500\nHello there\n", Two)]
    [InlineData(
        "cues that overlap",
        "1\n00:00:01,000 --> 00:00:09,000\nHello there\n\n2\n00:00:03,000 --> 00:00:04,000\nAgain\n",
        "1-3 Hello there | 3-4 Again")]
    [InlineData(
        "cues that begin together",
        "1\n00:00:01,000 --> 00:00:03,000\nHello\n\n2\n00:00:01,000 --> 00:00:03,000\nAgain\n",
        "1-2 Hello | 2-3 Again")]
    [InlineData("a cue without length", "1\n00:00:01,000 --> 00:00:01,000\nHello\n", "1-1.001 Hello")]
    [InlineData(
        "cues without text",
        "1\n00:00:00,000 --> 00:00:00,500\n\n2\n00:00:01,000 --> 00:00:02,500\nHello there\n\n" +
        "3\n00:00:02,500 --> 00:00:03,000\n<i></i>\n\n4\n00:00:03,000 --> 00:00:04,000\nAgain\n",
        Two)]
    [InlineData(
        "tags and overrides",
        "1\n00:00:01,000 --> 00:00:02,500\n{\\an8}<b>Hello</b> <font color=\"#fff\">there</font>\n\n" +
        "2\n00:00:03,000 --> 00:00:04,000\n<I>Again</I>\n",
        Two)]
    [InlineData("a mark cut in two is none", "1\n00:00:01,000 --> 00:00:02,500\nit is <s\ncript> here\n", "1-2.5 it is <s cript> here")]
    [InlineData("entities", "1\n00:00:01,000 --> 00:00:02,500\nFish &amp; chips\n", "1-2.5 Fish & chips")]
    [InlineData("dashes of a dialogue", "1\n00:00:01,000 --> 00:00:02,500\n- Hello.\n- Hi.\n", "1-2.5 - Hello. - Hi.")]
    [InlineData("an arrow in the text", "1\n00:00:01,000 --> 00:00:02,500\nfrom a --> b\n\nand --> c\n", "1-2.5 from a --> b and --> c")]
    [InlineData(
        "speakers, each more than once",
        "1\n00:00:01,000 --> 00:00:02,000\nAnn: Hello.\n\n2\n00:00:02,000 --> 00:00:03,000\nDr. Bob van Lee: Hi.\n\n" +
        "3\n00:00:03,000 --> 00:00:04,000\nAnn: So.\n\n4\n00:00:04,000 --> 00:00:05,000\nDr. Bob van Lee:\nYes.\n",
        "1-2 Ann: Hello. | 2-3 Dr. Bob van Lee: Hi. | 3-4 Ann: So. | 4-5 Dr. Bob van Lee: Yes.")]
    [InlineData(
        "speakers in one cue",
        "1\n00:00:01,000 --> 00:00:03,000\nAnn: Hello.\nBob: Hi you.\n\n2\n00:00:03,000 --> 00:00:05,000\nBob: So so.\nAnn: Indeed.\n",
        "1-1.923 Ann: Hello. | 1.923-3 Bob: Hi you. | 3-3.923 Bob: So so. | 3.923-5 Ann: Indeed.")]
    [InlineData("a colon that names nobody", "1\n00:00:01,000 --> 00:00:02,000\nOne: it is late.\n", "1-2 One: it is late.")]
    [InlineData(
        "the narrator, named once",
        "1\n00:00:01,000 --> 00:00:02,000\nAda: Hello.\n\n2\n00:00:02,000 --> 00:00:03,000\nNote: it is late.\n",
        "1-2 Hello. | 2-3 Note: it is late.")]
    [InlineData(
        "people who are not named",
        "1\n00:00:01,000 --> 00:00:02,000\n>> Hello.\n\n2\n00:00:02,000 --> 00:00:03,000\n>> ANN: Hi.\n\n" +
        "3\n00:00:03,000 --> 00:00:04,000\n>>> So.\nIndeed.\n",
        "1-2 ?: Hello. | 2-3 ANN: Hi. | 3-4 ?: So. Indeed.")]
    [InlineData(
        "a speaker who speaks once among others who are named",
        "1\n00:00:01,000 --> 00:00:02,000\nAnn: Hello.\n\n2\n00:00:02,000 --> 00:00:03,000\nBob Lee: Hi.\n\n" +
        "3\n00:00:03,000 --> 00:00:04,000\nAnn: So.\n",
        "1-2 Ann: Hello. | 2-3 Bob Lee: Hi. | 3-4 Ann: So.")]
    [InlineData(
        "speakers behind dashes",
        "1\n00:00:01,000 --> 00:00:03,000\n- Ann: Hello.\n- Bob: Hi.\n\n2\n00:00:03,000 --> 00:00:05,000\n- Ann: So.\n- Bob: Yes.\n",
        "1-2.333 Ann: Hello. | 2.333-3 Bob: Hi. | 3-3.857 Ann: So. | 3.857-5 Bob: Yes.")]
    [InlineData(
        "lines that scroll up",
        "1\n00:00:01,000 --> 00:00:03,000\nwe begin\nto count\n\n2\n00:00:02,000 --> 00:00:04,000\nto count\nin pairs\n\n" +
        "3\n00:00:04,000 --> 00:00:05,000\nin pairs\nof two\n",
        "1-2 we begin to count | 2-4 in pairs | 4-5 of two")]
    [InlineData(
        "an echo of the last words",
        "1\n00:00:01,000 --> 00:00:02,000\nWe begin\nto count.\n\n2\n00:00:02,000 --> 00:00:03,000\nto count.\nIndeed.\n\n" +
        "3\n00:00:03,000 --> 00:00:04,000\nWell.\n",
        "1-2 We begin to count. | 2-3 to count. Indeed. | 3-4 Well.")]
    [InlineData(
        "a phrase said twice in lines that scroll up",
        "1\n00:00:01,000 --> 00:00:02,000\nwe count\nto two\n\n2\n00:00:02,000 --> 00:00:03,000\nto two\nto two\n\n" +
        "3\n00:00:03,000 --> 00:00:04,000\nto two\nand on\n\n4\n00:00:04,000 --> 00:00:05,000\nand on\nand up\n",
        "1-2 we count to two | 2-3 to two | 3-4 and on | 4-5 and up")]
    [InlineData(
        "CR CR LF",
        "1\r\r\n00:00:01,000 --> 00:00:02,500\r\r\nHello there\r\r\n\r\r\n2\r\r\n00:00:03,000 --> 00:00:04,000\r\r\nAgain",
        Two)]
    [InlineData(
        "every second line empty",
        "1\n\n00:00:01,000 --> 00:00:02,500\n\nHello there\n\n\n\n2\n\n00:00:03,000 --> 00:00:04,000\n\nAgain",
        Two)]
    [InlineData("names of cues", "cue-1\n00:00:01,000 --> 00:00:02,500\nHello there\n\ncue-2\n00:00:03,000 --> 00:00:04,000\nAgain\n", Two)]
    [InlineData(
        "words and numbers",
        "Cue 1.\n00:00:01,000 --> 00:00:02,500\nHello there\n\nCue 2.\n00:00:03,000 --> 00:00:04,000\nAgain\n",
        Two)]
    [InlineData("Arabic numbers", "١\n00:00:01,000 --> 00:00:02,500\nHello there\n\n٢\n00:00:03,000 --> 00:00:04,000\nAgain\n", Two)]
    [InlineData(
        "direction marks",
        "\u200E1\n\u200E00:00:01,000 --> 00:00:02,500\nHello there\n\n\u200F2\u200F\n00:00:03,000 --> 00:00:04,000\nAgain\n",
        Two)]
    [InlineData("rounded up", "1\n00:00:00,1000 --> 00:00:02,500\nHello there\n\n2\n00:00:02,1000 --> 00:00:04,000\nAgain\n", Two)]
    [InlineData("seconds and minutes that carry", "1\n00:59:60,000 --> 00:60:01,000\nHello\n", "3600-3601 Hello")]
    [InlineData(
        "spaces, full-width signs and a dash",
        "1\n00: 00: 01, 000 --> 00: 00: 02, 500\nHello there\n\n2\n00：00：03，000 –> 00：00：04，000\nAgain\n",
        Two)]
    [InlineData(
        "an end before its start",
        "1\n00:00:01,000 --> 00:00:00,500\nHello there\n\n2\n00:00:02,500 --> 00:00:04,000\nAgain\n",
        "1-1.833 Hello there | 2.5-4 Again")]
    [InlineData(
        "a start after its end and after the next cue",
        "1\n00:00:11,000 --> 00:00:02,500\nHello there\n\n2\n00:00:03,000 --> 00:00:04,000\nAgain\n",
        "1.667-2.5 Hello there | 3-4 Again")]
    [InlineData(
        "a timing that cannot be read",
        "1\n00:00:01,000 --> 00:00:02,500\nHello there\n\n2\n00:00:02,500 --> soon\nLost\n\nlost\n\n" +
        "3\n00:00:03,000 --> 00:00:04,000\nAgain\n",
        Two)]
    [InlineData("lines of Japanese", "1\n00:00:01,000 --> 00:00:02,000\nこんにちは、\n世界。\n", "1-2 こんにちは、世界。")]
    [InlineData("lines of Thai", "1\n00:00:01,000 --> 00:00:02,000\nสวัสดี\nชาวโลก\n", "1-2 สวัสดีชาวโลก")]
    [InlineData("lines of Korean", "1\n00:00:01,000 --> 00:00:02,000\n안녕하세요\n세계\n", "1-2 안녕하세요 세계")]
    [InlineData("lines of two scripts", "1\n00:00:01,000 --> 00:00:02,000\n你好\nHello\n", "1-2 你好 Hello")]
    [InlineData(
        "a thing said twice",
        "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:02,000 --> 00:00:03,000\nNo.\n\n3\n00:00:03,000 --> 00:00:04,000\nNo.\n",
        "1-2 No. | 2-3 No. | 3-4 No.")]
    public void Srt(string oddity, string file, string read) => Matches(oddity, read, Encoding.UTF8.GetBytes(file), "a.srt");

    [Theory]
    [InlineData("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Bob>a &lt; b", "wrong.srt", "1-2 Bob: a < b")]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\nOne\n\ntwo", "wrong.vtt", "1-2 One two")]
    [InlineData("1\n00:00:01.000 --> 00:00:02.000\nOne\n\ntwo", "dots.srt", "1-2 One two")]
    [InlineData("1\n00:00:01.000 --> 00:00:02.000\n<v Bob>One", "unsigned", "1-2 Bob: One")]
    public void The_content_tells_what_a_file_is_and_the_name_only_where_it_does_not(string file, string name, string read) =>
        Matches(name, read, Encoding.UTF8.GetBytes(file), name);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("windows-1252")]
    public void Encodings_of_common_editors_are_told_apart(string name)
    {
        var encoding = name == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(name)! : Encoding.GetEncoding(name);
        byte[] file =
        [
            .. encoding.GetPreamble(),
            .. encoding.GetBytes("1\r\n00:00:01,000 --> 00:00:02,000\r\n“Čau” – it’s Gauß\r\n".Replace(
                "Č", name == "windows-1252" ? "Š" : "Č", StringComparison.Ordinal))
        ];

        Matches(name, name == "windows-1252" ? "1-2 “Šau” – it’s Gauß" : "1-2 “Čau” – it’s Gauß", file, "a.srt");
    }

    private static void Matches(string oddity, string read, byte[] file, string name)
    {
        Assert.NotEmpty(oddity);
        Assert.Equal(
            read.Replace(" | ", "\n", StringComparison.Ordinal),
            string.Join('\n', CaptionFile.Read(file, name, "Ada", ["en"]).Segments.Select(Shown)));
    }

    private static string Shown(Segment segment) => string.Create(
        CultureInfo.InvariantCulture,
        $"{segment.Start.TotalSeconds:0.###}-{segment.End.TotalSeconds:0.###} " +
        $"{(segment.Kind == SegmentKind.Sound ? "Sound " : "")}" +
        $"{(segment.Speaker is { } name ? $"{(name.Length > 0 ? name : "?")}: " : "")}{segment.Text}");
}
