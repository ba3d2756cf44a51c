using System.Text.RegularExpressions;
using PaperLedge.Core.Cues;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Captions;

/// <summary>Splits WebVTT and SRT into cues: blocks between blank lines that have a timing line.</summary>
/// <remarks>Skips ids and numbers above the timing, and blocks without a timing (NOTE, STYLE, REGION).</remarks>
internal static partial class CueBlocks
{
    // The limit per file; a day of speech has about twenty thousand cues.
    public const int MostCues = 50_000;

    // A file in which one timing of so many is damaged, or more, is refused: too much would be missing or wrong.
    private const int DamagedShare = 10;

    private const int LongestIdentifier = 64;

    private static readonly TimeSpan s_shortestRepair = TimeSpan.FromMilliseconds(1);

    // Splits at any line end and drops a byte order mark; returns at least one line. Programs that convert line ends twice write CR CR LF.
    public static string[] Lines(string text) => text.TrimStart('\uFEFF')
        .Replace("\r\r\n", "\n", StringComparison.Ordinal)
        .Replace("\r\n", "\n", StringComparison.Ordinal)
        .Replace('\r', '\n')
        .Split('\n');

    /// <param name="keepStrayText">
    /// Adds text after a blank line to the cue above, since some tools leave blank lines in SRT cues. In WebVTT such text may be anything.
    /// </param>
    /// <returns>
    /// The cues in the file's order; some may have no text. A cue without a usable timing is left out, and one that ends before it starts
    /// is repaired, with a warning.
    /// </returns>
    /// <exception cref="CaptionException">Many timings are malformed, or there are too many cues.</exception>
    public static List<CueBlock> Read(string[] lines, bool keepStrayText, LineWarnings warnings)
    {
        var (cues, broken) = (new List<CueBlock>(), new List<int>());
        var (inCue, isLeftOut) = (false, false);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            // A WebVTT block ends at an empty line. A line with only a space belongs to the cue; YouTube writes it as a placeholder.
            if (keepStrayText ? string.IsNullOrWhiteSpace(line) : line.Length == 0)
            {
                inCue = false;
            }
            else if (CueTiming.Of(line) is { } timing)
            {
                if (cues.Count == MostCues)
                {
                    throw new CaptionException(
                        $"Line {i + 1}: the file has more than {MostCues:N0} cues, more than a day of speech needs. " +
                        "Check that the file is the captions of one episode.");
                }

                cues.Add(new CueBlock(i + 1, timing, []));
                (inCue, isLeftOut) = (true, false);
            }
            else if (!inCue && IsComment(line))
            {
                i = EndOfBlock(lines, i);
            }
            else if (IsBrokenTiming(line, inCue, keepStrayText && cues.Count > 0))
            {
                broken.Add(i);
                (inCue, isLeftOut) = (false, true);
            }
            else if (!isLeftOut
                && (inCue || (keepStrayText && cues.Count > 0))
                && !IsIdentifier(lines, i)
                && !string.IsNullOrWhiteSpace(line))
            {
                cues[^1].Lines.Add(line.Trim(' ', '\t'));
            }
        }

        return Usable(lines, cues, broken, warnings);
    }

    private static List<CueBlock> Usable(string[] lines, List<CueBlock> cues, List<int> broken, LineWarnings warnings)
    {
        var damaged = cues.Where(cue => cue.Timing.IsReversed).Select(cue => cue.Line - 1).Concat(broken).ToList();
        if (damaged.Count > 0 && (cues.Count == 0 || damaged.Count > Math.Max(1, cues.Count / DamagedShare)))
        {
            throw CueTiming.Broken(lines[damaged.Min()], damaged.Min() + 1);
        }

        foreach (var line in broken)
        {
            warnings.Add(
                line + 1,
                "the timing cannot be read, and the cue is left out. Write it as 00:01:02.000 --> 00:01:04.500.");
        }

        for (var i = cues.Count - 1; i >= 0; i--)
        {
            if (cues[i].Timing.IsReversed)
            {
                Repair(cues, i, warnings);
            }
        }

        return cues;
    }

    // Takes the time that fits between the cues around it, and the reading time for the other.
    private static void Repair(List<CueBlock> cues, int index, LineWarnings warnings)
    {
        var cue = cues[index];
        var (start, end) = (cue.Timing.Start, cue.Timing.End);
        var before = index > 0 ? cues[index - 1].Timing.Start : TimeSpan.Zero;
        var next = index + 1 < cues.Count ? cues[index + 1].Timing.Start : TimeSpan.MaxValue;
        var reading = TimeSpan.FromMilliseconds(CueClock.Reading(cue.Lines.Sum(line => line.Length)));
        if (start >= before && start < next)
        {
            end = next - start < reading ? next : start + reading;
        }
        else if (end > before && end <= next)
        {
            start = end - before < reading ? before : end - reading;
        }
        else
        {
            cues.RemoveAt(index);
            warnings.Add(cue.Line, "the cue ends before it starts, and neither time fits between its neighbours; it is left out.");
            return;
        }

        cues[index] = cue with { Timing = cue.Timing with { Start = start, End = end > start ? end : start + s_shortestRepair } };
        warnings.Add(cue.Line, "the cue ends before it starts; one of its times is replaced. Check them.");
    }

    public static CaptionException NoCue(string[] lines)
    {
        var first = Math.Max(0, Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line)));
        var found = PlainText.Shorten(PlainText.OneLine(lines[first].Length > 200 ? lines[first][..200] : lines[first]), 60);
        return new CaptionException(
            $"Line {first + 1}: no cue was found; the file begins with '{found}'. " +
            "A cue has a line such as 00:01:02.000 --> 00:01:04.500 and text below it; save the file as SRT or WebVTT.");
    }

    // Inside a cue's text an arrow can be text; where a timing is expected it cannot.
    private static bool IsBrokenTiming(string line, bool inCue, bool mayBeText) =>
        CueTiming.HasArrow(line)
        && (inCue ? char.IsAsciiDigit(line.TrimStart()[0]) && CueTiming.IsMeant(line) : !mayBeText || CueTiming.IsMeant(line));

    // A line above a timing that numbers or names the cue: 2, ٢, cue-2, 9d1b-40/2-0.
    private static bool IsIdentifier(string[] lines, int index)
    {
        if (lines[index].Length > LongestIdentifier || !lines[index].Any(char.IsDigit))
        {
            return false;
        }

        var next = Array.FindIndex(lines, index + 1, line => !string.IsNullOrWhiteSpace(line));
        if (next < 0 || !(CueTiming.Of(lines[next]) is not null || CueTiming.IsMeant(lines[next])))
        {
            return false;
        }

        var text = FormatCharacter().Replace(lines[index], "").Trim();
        var beginsBlock = index == 0 || string.IsNullOrWhiteSpace(lines[index - 1]);
        return Number().IsMatch(text)
            ? next == index + 1 || beginsBlock
            : next == index + 1 && beginsBlock && NameOfCue().IsMatch(text);
    }

    private static bool IsComment(string line) =>
        line.TrimEnd() is "NOTE" or "STYLE" or "REGION"
        || line.StartsWith("NOTE ", StringComparison.Ordinal)
        || line.StartsWith("NOTE\t", StringComparison.Ordinal);

    // The first blank line from here on, or the end of the file.
    private static int EndOfBlock(string[] lines, int from)
    {
        var blank = Array.FindIndex(lines, from, string.IsNullOrWhiteSpace);
        return blank < 0 ? lines.Length : blank;
    }

    [GeneratedRegex(@"\p{Cf}")]
    private static partial Regex FormatCharacter();

    [GeneratedRegex(@"\A\p{Nd}+[.:)]?\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"\A(?:\p{L}{1,20}[ #_.:-]{0,3}\p{Nd}+[.:)]?|\S*\p{Nd}\S*)\z")]
    private static partial Regex NameOfCue();
}

/// <param name="Line">The timing's line number, from 1.</param>
/// <param name="Lines">The text, without blank lines, still with the format's tags and escapes.</param>
internal sealed record CueBlock(int Line, CueTiming Timing, List<string> Lines);
