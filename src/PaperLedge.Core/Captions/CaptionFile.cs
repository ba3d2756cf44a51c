using System.Globalization;
using System.Text;
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

    /// <param name="content">UTF-8, UTF-16 with a byte order mark, or Windows-1252.</param>
    /// <param name="fileName">Decides between WebVTT and SRT where the content is ambiguous.</param>
    /// <param name="narrator">
    /// The speaker of text without a named speaker, or null. The narrator's segments have no <see cref="Segment.Speaker"/>.
    /// </param>
    /// <returns>At least one segment, in order and without overlap; sounds such as <c>[music]</c> have their own kind.</returns>
    /// <exception cref="CaptionException">The captions are not readable; the message says where, what was found and what to do.</exception>
    public static IReadOnlyList<Segment> Read(ReadOnlyMemory<byte> content, string fileName, string? narrator)
    {
        if (content.Length > MaxBytes)
        {
            var size = (content.Length / 1024.0 / 1024).ToString("0.0", CultureInfo.InvariantCulture);
            throw new CaptionException(
                $"Line 1: the file has {size} MiB; caption files may have at most 8. " +
                "Check that it is a text file with the captions of one episode.");
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
        // Some tools name the speaker in each cue, so a cue without a name has no known speaker.
        // Others, as we do, name the speaker only where it changes.
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

    // Some files mark music with notes instead of brackets.
    private static string Bracketed(string sound) => sound[0] == '[' ? sound : $"[{sound.Trim('(', ')', ' ')}]";

    // Matches [music], [music] [applause], (♪ slow piano), ♪♪, ♪ slow piano ♪; but not ♪ slow piano ♪ Welcome.
    [GeneratedRegex(
        @"\A(?:(?:\[[^\[\]]*\]\s*)+|\(\s*[♪♫♬♩][^()]*\)|[♪♫♬♩]+[^♪♫♬♩]*|[♪♫♬♩].*[♪♫♬♩])\z")]
    private static partial Regex Sound();
}

/// <summary>Decodes the encodings in which editors save text files by default.</summary>
internal static class CaptionBytes
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // The default of Western Windows programs; every byte is valid in it.
    private static readonly Encoding s_windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    // Goes by the byte order mark; without one, invalid UTF-8 is taken for Windows-1252.
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes is [0xFE, 0xFF, ..])
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        try
        {
            return s_utf8.GetString(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            return s_windows1252.GetString(bytes);
        }
    }
}

public static class CaptionCheck
{
    // A last caption often lingers, and editors round up by a few frames.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(5);

    // Two lines hold about 80 characters. This many are minutes of speech in one caption, and a hundred such captions still
    // fit in one write to a table.
    private const int MostCharacters = 5_000;

    /// <param name="segments">In order.</param>
    /// <param name="duration">Of the audio.</param>
    /// <exception cref="CaptionException">They do not fit; the message says where, what was found and what to do.</exception>
    public static void Refuse(IReadOnlyList<Segment> segments, TimeSpan duration)
    {
        if (segments.FirstOrDefault(segment => segment.End > duration + s_tolerance) is { } late)
        {
            throw new CaptionException(
                $"The cue at {ClockTime.Short(late.Start)} ends at {ClockTime.Short(late.End)}, " +
                $"after the audio, which lasts {ClockTime.Short(duration)}: " +
                "the file probably belongs to other audio. Upload the captions of this episode.");
        }

        if (segments.FirstOrDefault(segment => segment.Text.Length > MostCharacters) is { } endless)
        {
            throw new CaptionException(string.Create(
                CultureInfo.InvariantCulture,
                $"The cue at {ClockTime.Short(endless.Start)} has {endless.Text.Length} characters; " +
                $"at most {MostCharacters} are allowed. Split it."));
        }
    }
}

/// <summary>The error for unreadable captions. The message says where, what was found and what was expected.</summary>
public sealed class CaptionException(string message) : Exception(message);
