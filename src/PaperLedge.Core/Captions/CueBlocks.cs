using System.Globalization;
using System.Text.RegularExpressions;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Captions;

/// <summary>Splits WebVTT and SRT into cues: blocks between blank lines that have a timing line.</summary>
/// <remarks>Skips ids and numbers above the timing, and blocks without a timing (NOTE, STYLE, REGION).</remarks>
internal static class CueBlocks
{
    // The limit per file; a day of speech has about twenty thousand cues.
    public const int MostCues = 50_000;

    // Splits at any line end and drops a byte order mark; returns at least one line.
    public static string[] Lines(string text) =>
        text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');

    /// <param name="keepStrayText">
    /// Adds text after a blank line to the cue above, since some tools leave blank lines in SRT cues. In WebVTT such text may be anything.
    /// </param>
    /// <returns>The cues in the file's order; some may have no text.</returns>
    /// <exception cref="CaptionException">A timing line is malformed, or there are too many cues.</exception>
    public static List<CueBlock> Read(string[] lines, bool keepStrayText)
    {
        var cues = new List<CueBlock>();
        var inCue = false;
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
                inCue = true;
            }
            else if (!inCue && IsComment(line))
            {
                i = EndOfBlock(lines, i);
            }
            else if (IsBrokenTiming(line, inCue, keepStrayText && cues.Count > 0))
            {
                throw CueTiming.Broken(line, i + 1);
            }
            else if ((inCue || (keepStrayText && cues.Count > 0)) && !IsNumber(lines, i) && !string.IsNullOrWhiteSpace(line))
            {
                cues[^1].Lines.Add(line.Trim(' ', '\t'));
            }
        }

        return cues;
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
        line.Contains(CueTiming.Arrow, StringComparison.Ordinal)
        && (inCue ? char.IsAsciiDigit(line.TrimStart()[0]) && CueTiming.IsMeant(line) : !mayBeText || CueTiming.IsMeant(line));

    private static bool IsNumber(string[] lines, int index) =>
        index + 1 < lines.Length
        && lines[index].AsSpan().Trim().IndexOfAnyExceptInRange('0', '9') < 0
        && CueTiming.Of(lines[index + 1]) is not null;

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
}

/// <param name="Line">The timing's line number, from 1.</param>
/// <param name="Lines">The text, without blank lines, still with the format's tags and escapes.</param>
internal sealed record CueBlock(int Line, CueTiming Timing, List<string> Lines);

/// <param name="Decimal">The separator before the milliseconds of the start; null if there are none.</param>
internal readonly partial record struct CueTiming(TimeSpan Start, TimeSpan End, char? Decimal, bool HasHours)
{
    public const string Arrow = "-->";

    // Tells a malformed timing from text that contains an arrow.
    public static bool IsMeant(string line) => line.Contains(Arrow, StringComparison.Ordinal) && Clock().IsMatch(line);

    /// <returns>Null if the line is not a timing, or ends before it starts. A cue without length gets a millisecond.</returns>
    public static CueTiming? Of(string line)
    {
        if (!line.Contains(Arrow, StringComparison.Ordinal)
            || Line().Match(line) is not { Success: true } match
            || Time(match, "start") is not { } start
            || Time(match, "end") is not { } end
            || end < start)
        {
            return null;
        }

        var text = match.Groups["start"].Value;
        var point = text.IndexOfAny(['.', ',']);
        return new CueTiming(
            start,
            end > start ? end : start + TimeSpan.FromMilliseconds(1),
            point < 0 ? null : text[point],
            text.Count(c => c == ':') == 2);
    }

    public static CaptionException Broken(string line, int number) => new(
        $"Line {number}: '{PlainText.Shorten(PlainText.OneLine(line), 60)}' is not a valid timing. " +
        "Write it as 00:01:02.000 --> 00:01:04.500, the end after the start.");

    private static TimeSpan? Time(Match match, string name)
    {
        var parts = match.Groups[name].Value.Replace(',', '.').Split(':');
        var seconds = double.Parse(parts[^1], CultureInfo.InvariantCulture);
        var minutes = int.Parse(parts[^2], CultureInfo.InvariantCulture);
        var hours = parts.Length == 3 ? int.Parse(parts[0], CultureInfo.InvariantCulture) : 0;
        return minutes < 60 && seconds < 60
            ? new TimeSpan(hours, minutes, 0) + TimeSpan.FromMilliseconds(Math.Round(seconds * 1000))
            : null;
    }

    [GeneratedRegex(
        @"\A\s*(?<start>(?:[0-9]{1,6}:)?[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]{1,9})?)"
        + @"\s*-->\s*(?<end>(?:[0-9]{1,6}:)?[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]{1,9})?)(?:\s.*)?\z")]
    private static partial Regex Line();

    [GeneratedRegex("[0-9]:[0-9]")]
    private static partial Regex Clock();
}
