using System.Diagnostics;
using System.Text;
using PaperLedge.Core.Captions;
using PaperLedge.Core.Transcripts;
using PaperLedge.TestSupport;

namespace PaperLedge.Tests.Core.Captions;

/// <summary>A thousand damaged caption files; in a soak, 100,000.</summary>
[Trait("Proof", "long")]
public sealed class CaptionFuzzTests(ITestOutputHelper output)
{
    /// <summary>A file of some kilobytes takes a millisecond; what takes this long is a hang.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    private static readonly int s_inputs = Soak.IsOn ? 100_000 : 1_000;

    private static readonly string[] s_pieces =
    [
        "\n\n", "\r\r\n", "\r", "-->", "–>", "00:00:01,1000 --> ", "99:99:99.999", "-1", "٢", "\u200E", "\uFEFF", "WEBVTT", "NOTE ",
        "STYLE", "<v ", "</v>", "<lang he>", "&lt;", "&#x110000;", "{\\an8}", ">> ", "Ann: ", "[music]", "♪", "\0", "\uFFFE", "שלום",
        "你好世界", "สวัสดี",
        "00:00:05,000 --> 00:00:01,000", "Language: he", "e\u0301\u0301\u0301",
    ];

    private static readonly (string Name, byte[] Content)[] s_files = [.. Files()];

    [Fact]
    public void A_damaged_file_is_read_or_refused_and_what_is_read_can_be_written()
    {
        var random = new Random(20261130);
        var (read, refused, slowest) = (0, 0, TimeSpan.Zero);
        for (var i = 0; i < s_inputs; i++)
        {
            var (name, content) = s_files[random.Next(s_files.Length)];
            var damaged = Damage(content, random);
            var start = Stopwatch.GetTimestamp();
            try
            {
                ReadAndWrite(damaged, name);
                read++;
            }
            catch (CaptionException refusal)
            {
                Assert.True(refusal.Message.EndsWith('.'), refusal.Message);
                refused++;
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Input {i}, {name}: {exception}\n{Convert.ToBase64String(damaged)}");
            }

            var took = Stopwatch.GetElapsedTime(start);
            slowest = took > slowest ? took : slowest;
            Assert.True(took < s_longest, $"Input {i}, {name}, took {took}:\n{Convert.ToBase64String(damaged)}");
        }

        output.WriteLine($"{read} read, {refused} refused; the slowest took {slowest.TotalMilliseconds:0} ms");
        Assert.InRange(read, s_inputs / 4, s_inputs);
        Assert.InRange(refused, 1, s_inputs);
    }

    private static void ReadAndWrite(byte[] content, string name)
    {
        var captions = CaptionFile.Read(content, name, "Ada", ["en", "cs", "ja"]);
        var (segments, _) = CaptionCheck.Fit(captions.Segments, TimeSpan.FromMinutes(2));
        Assert.NotEmpty(segments);
        var language = TranscriptLanguage.Written(segments, [captions.Language, "en"]);
        var transcript = Samples.Transcript with { Segments = segments, Language = language, Duration = TimeSpan.FromMinutes(2) };
        foreach (var format in TranscriptFormat.All)
        {
            Assert.NotEmpty(TranscriptRenderer.Render(transcript, format));
        }
    }

    // One to ten times: bytes are changed, cut out, repeated, or pieces of captions put between them.
    private static byte[] Damage(byte[] content, Random random)
    {
        var damaged = content.ToList();
        for (var times = random.Next(1, 11); times > 0 && damaged.Count > 0; times--)
        {
            var place = random.Next(damaged.Count);
            var length = Math.Min(random.Next(1, 60), damaged.Count - place);
            switch (random.Next(5))
            {
                case 0:
                    damaged[place] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.RemoveRange(place, length);
                    break;
                case 2:
                    damaged.InsertRange(random.Next(damaged.Count), damaged.GetRange(place, length));
                    break;
                case 3:
                    damaged.InsertRange(place, Encoding.UTF8.GetBytes(s_pieces[random.Next(s_pieces.Length)]));
                    break;
                default:
                    damaged.RemoveRange(place, damaged.Count - place);
                    break;
            }
        }

        return [.. damaged];
    }

    private static IEnumerable<(string Name, byte[] Content)> Files()
    {
        string[] texts =
        [
            "Hello there, this is the first of many sentences.", "Příliš žluťoučký kůň úpěl ďábelské ódy.", "こんにちは世界。今日は論文を読みます。",
            "Ann Bell: So. Bob: Yes.", ">> What is it?\n>> It is a café.", "[music]", "<i>Привет</i>, мир &amp; all", "שלום עולם",
        ];
        var cues = Enumerable.Range(0, 40).Select(i => (Start: 2 * i, Text: texts[i % texts.Length])).ToList();
        var srt = string.Concat(cues.Select((cue, i) =>
            $"{i + 1}\n00:{Clock(cue.Start)},000 --> 00:{Clock(cue.Start + 2)},000\n{cue.Text}\n\n"));
        var vtt = "WEBVTT\nLanguage: en\n\n" + string.Concat(cues.Select(cue =>
            $"{Clock(cue.Start)}.000 --> {Clock(cue.Start + 2)}.000 align:start\n<v Ann>{cue.Text}\n\n"));
        yield return ("a.srt", Encoding.UTF8.GetBytes(srt));
        yield return ("b.srt", Encoding.Unicode.GetBytes(srt));
        yield return ("c.srt", CodePagesEncodingProvider.Instance.GetEncoding("windows-1250")!.GetBytes(srt));
        yield return ("d.srt", CodePagesEncodingProvider.Instance.GetEncoding("shift_jis")!.GetBytes(srt));
        yield return ("e.vtt", Encoding.UTF8.GetBytes(vtt));
        yield return ("f.vtt", Encoding.UTF8.GetBytes(vtt.Replace("\n", "\r\n", StringComparison.Ordinal)));
        yield return ("g.vtt", Encoding.UTF8.GetBytes(vtt.Replace("<v Ann>", "", StringComparison.Ordinal)));
        yield return ("h", Encoding.UTF8.GetBytes(srt.Replace("\n", "\r\r\n", StringComparison.Ordinal)));
    }

    private static string Clock(int seconds) => $"{seconds / 60:00}:{seconds % 60:00}";
}
