using System.Globalization;
using System.Text.RegularExpressions;
using PaperLedge.Core.Cues;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;
using PaperLedge.Core.Transcripts.Srt;
using PaperLedge.Core.Transcripts.Vtt;

namespace PaperLedge.Core.Captions;

public static partial class CaptionFile
{
    /// <summary>Bytes. Captions of a day of speech have one or two MiB; a larger file is not text.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <param name="content">UTF-8, UTF-16, or text in a code page, of which the languages may tell which one.</param>
    /// <param name="fileName">Decides between WebVTT and SRT where the content is ambiguous.</param>
    /// <param name="narrator">
    /// The speaker of a file that names none, or null. The narrator's segments have no <see cref="Segment.Speaker"/>.
    /// </param>
    /// <param name="languages">BCP 47 tags of the languages that the captions may be in, the likeliest first.</param>
    /// <exception cref="CaptionException">The captions are not readable; the message says where, what was found and what to do.</exception>
    public static CaptionText Read(ReadOnlyMemory<byte> content, string fileName, string? narrator, IReadOnlyList<string> languages)
    {
        if (content.Length > MaxBytes)
        {
            var size = (content.Length / 1024.0 / 1024).ToString("0.0", CultureInfo.InvariantCulture);
            throw new CaptionException(
                $"Line 1: the file has {size} MiB; caption files may have at most 8. " +
                "Check that it is a text file with the captions of one episode.");
        }

        var warnings = new LineWarnings();
        var text = CaptionEncoding.Decode(content, languages, warnings);
        var lines = CueBlocks.Lines(text);
        var isVtt = IsVtt(lines, fileName);
        var cues = isVtt ? VttReader.Read(text, warnings, narrator) : SrtReader.Read(text, warnings, narrator);
        var segments = Timeline.Of([.. Segments(InTurn(cues), PlainText.OneLine(narrator))]);
        return segments.Count > 0
            ? new CaptionText(segments, isVtt ? VttReader.FindLanguage(text) : null, warnings.ToList())
            : throw CueBlocks.NoCue(lines);
    }

    private static bool IsVtt(string[] lines, string fileName)
    {
        if (lines.FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) is { } first && VttReader.IsSignature(first))
        {
            return true;
        }

        // SRT times always have hours; some tools write them with a dot, as in WebVTT.
        return lines.Select(CueTiming.Of).FirstOrDefault(timing => timing is not null) is { } timing
            && timing.Decimal != ','
            && (!timing.HasHours || !fileName.EndsWith(".srt", StringComparison.OrdinalIgnoreCase));
    }

    // A transcript is linear: a cue ends where the next begins, and cues that start together share their time.
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
        // Text is the narrator's only in a file that names no speaker. Some tools name the speaker in each cue, so a cue without a name has
        // no known speaker. Others, as we do, name the speaker only where it changes.
        var inEach = cues.Zip(cues.Skip(1)).Any(pair => pair.First.Speaker is { Length: > 0 } && pair.First.Speaker == pair.Second.Speaker);
        var namesSpeakers = cues.Exists(cue => cue.Speaker is not null);
        string? current = null;
        foreach (var cue in cues)
        {
            current = cue.Speaker ?? (inEach ? null : current);
            var text = PlainText.OneLine(WordBreaks.JoinLines(cue.Text.Split('\n')));
            var isSound = Sound().IsMatch(text);
            var speaker = PlainText.OneLine(isSound ? cue.Speaker : current);
            yield return new Segment(cue.Start, cue.End, isSound ? Bracketed(text) : text, AverageLogProbability: 0, NoSpeechProbability: 0)
            {
                Kind = isSound ? SegmentKind.Sound : SegmentKind.Speech,
                Language = isSound ? null : cue.Language,
                Speaker = !namesSpeakers || (speaker.Length > 0 && speaker == narrator) ? null
                    : isSound && speaker.Length == 0 ? null
                    : speaker,
            };
        }
    }

    // Some files mark music with notes instead of brackets.
    private static string Bracketed(string sound) => sound[0] == '[' ? sound : $"[{sound.Trim('(', ')', ' ')}]";

    // Matches [music], [music] [applause], (♪ slow piano), ♪♪, ♪ slow piano ♪; but not ♪ slow piano ♪ Welcome.
    [GeneratedRegex(
        @"\A(?:(?:\[[^\[\]]*\]\s*)+|\(\s*[♪♫♬♩][^()]*\)|[♪♫♬♩]+[^♪♫♬♩]*|[♪♫♬♩].*[♪♫♬♩])\z")]
    private static partial Regex Sound();
}

/// <summary>Captions as read from a file.</summary>
/// <param name="Segments">At least one, in order and without overlap; sounds such as <c>[music]</c> have their own kind.</param>
/// <param name="Language">The language that the file names, as a BCP 47 tag; null if it names none.</param>
/// <param name="Warnings">What is wrong with the file, where, and what to do.</param>
public sealed record CaptionText(IReadOnlyList<Segment> Segments, string? Language, IReadOnlyList<string> Warnings);
