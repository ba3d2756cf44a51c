using System.Globalization;
using System.Text.RegularExpressions;
using PaperLedge.Core.Transcripts.Cues;
using PaperLedge.Core.Transcripts.Srt;
using PaperLedge.Core.Transcripts.Vtt;

namespace PaperLedge.Core.Transcripts.Captions;

/// <summary>A file of captions that somebody wrote or corrected, as segments.</summary>
public static partial class CaptionFile
{
    /// <summary>Captions of a day of speech take one or two; more is not text.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <param name="content">UTF-8, UTF-16 with a byte order mark, or Windows-1252.</param>
    /// <param name="fileName">Decides between WebVTT and SRT only where the content does not.</param>
    /// <param name="narrator">Who speaks where nobody else is named, or null. What the narrator says has no <see cref="Segment.Speaker"/>.</param>
    /// <returns>At least one segment, in order, none starting before the one in front has ended; sounds such as <c>[music]</c> are of their kind.</returns>
    /// <exception cref="TranscriptSyntaxException">The file cannot be read as captions; the message says where, what was found and what to do.</exception>
    public static IReadOnlyList<Segment> Read(ReadOnlyMemory<byte> content, string fileName, string? narrator)
    {
        if (content.Length > MaxBytes)
        {
            var size = (content.Length / 1024.0 / 1024).ToString("0.0", CultureInfo.InvariantCulture);
            throw new TranscriptSyntaxException($"Line 1: the file has {size} MiB; captions have at most 8. Check that it is a text, and the captions of one episode.");
        }

        var text = CaptionBytes.Decode(content.Span);
        var lines = CueBlocks.Lines(text);
        var cues = IsVtt(lines, fileName) ? VttReader.Read(text) : SrtReader.Read(text, narrator);
        var segments = Timeline.Of([.. Segments(InTurn(cues), PlainText.OneLine(narrator))]);
        return segments.Count > 0 ? segments : throw CueBlocks.NoCue(lines);
    }

    private static bool IsVtt(string[] lines, string fileName)
    {
        if (lines.FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) is { } first && VttReader.IsSignature(first))
        {
            return true;
        }

        // SRT always has hours; some tools write its times with a dot, as WebVTT's are.
        return lines.Select(CueTiming.Of).FirstOrDefault(timing => timing is not null) is { } timing
            && timing.Decimal != ','
            && (!timing.HasHours || !fileName.EndsWith(".srt", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A transcript is read one thing after another: a cue gives way to the next, and those that begin together share their time.</summary>
    private static IEnumerable<Cue> InTurn(IReadOnlyList<Cue> cues)
    {
        for (var i = 0; i < cues.Count;)
        {
            var start = cues[i].Start;
            var together = cues.Skip(i).TakeWhile(cue => cue.Start == start).ToList();
            i += together.Count;
            var end = together.Max(cue => cue.End);
            foreach (var cue in CueShare.Out(start, i < cues.Count && cues[i].Start < end ? cues[i].Start : end, together))
            {
                yield return cue;
            }
        }
    }

    private static IEnumerable<Segment> Segments(IEnumerable<Cue> inTurn, string narrator)
    {
        var cues = inTurn.ToList();
        // Some tools name the speaker in each cue, and then one without a name is nobody's; others name where the speaker changes, as we do.
        var inEach = cues.Zip(cues.Skip(1)).Any(pair => pair.First.Speaker is not null && pair.First.Speaker == pair.Second.Speaker);
        string? current = null;
        foreach (var cue in cues)
        {
            current = cue.Speaker ?? (inEach ? null : current);
            var text = PlainText.OneLine(cue.Text);
            var isSound = Sound().IsMatch(text);
            var speaker = isSound ? cue.Speaker : current;
            yield return new Segment(cue.Start, cue.End, isSound ? Bracketed(text) : text, AverageLogProbability: 0, NoSpeechProbability: 0)
            {
                Kind = isSound ? SegmentKind.Sound : SegmentKind.Speech,
                Language = isSound ? null : cue.Language,
                Speaker = PlainText.OneLine(speaker) == narrator ? null : speaker,
            };
        }
    }

    /// <summary>Notes are how some write music.</summary>
    private static string Bracketed(string sound) => sound[0] == '[' ? sound : $"[{sound.Trim('(', ')', ' ')}]";

    /// <summary>[music], [music] [applause], (♪ slow piano), ♪♪, ♪ slow piano ♪; but not ♪ slow piano ♪ Welcome.</summary>
    [GeneratedRegex(@"\A(?:(?:\[[^\[\]]*\]\s*)+|\(\s*[♪♫♬♩][^()]*\)|[♪♫♬♩]+[^♪♫♬♩]*|[♪♫♬♩].*[♪♫♬♩])\z")]
    private static partial Regex Sound();
}
