using System.Globalization;
using System.Text.RegularExpressions;

namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>
/// What WebVTT and SRT have in common: blocks between blank lines, of which those with a timing line are cues.
/// Lines in front of the timing (an id, a number) and blocks without one (NOTE, STYLE, REGION) are passed over.
/// </summary>
internal static partial class CueBlocks
{
    private const string Arrow = "-->";

    /// <summary>At least one line; any of the line ends that editors write, no byte order mark.</summary>
    public static string[] Lines(string text) =>
        [.. text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n').Select(line => line.TrimEnd(' ', '\t'))];

    /// <returns>Cues in the file's order, their text as it stands in the file.</returns>
    /// <exception cref="TranscriptSyntaxException">A line with an arrow in the place of a timing is none.</exception>
    public static IEnumerable<Cue> Read(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsComment(lines[i]))
            {
                i = EndOfBlock(lines, i);
            }
            else if (lines[i].Contains(Arrow, StringComparison.Ordinal))
            {
                var (start, end) = Timing(lines[i], i + 1);
                var last = EndOfBlock(lines, i + 1);
                if (last > i + 1)
                {
                    yield return new Cue(start, end, string.Join('\n', lines[(i + 1)..last]));
                }

                i = last;
            }
        }
    }

    private static bool IsComment(string line) => line == "NOTE" || line.StartsWith("NOTE ", StringComparison.Ordinal) || line is "STYLE" or "REGION";

    /// <summary>The first blank line at or after this one, or the end.</summary>
    private static int EndOfBlock(string[] lines, int from)
    {
        var blank = Array.FindIndex(lines, Math.Min(from, lines.Length), line => line.Length == 0);
        return blank < 0 ? lines.Length : blank;
    }

    private static (TimeSpan Start, TimeSpan End) Timing(string line, int number)
    {
        var match = TimingLine().Match(line);
        if (match.Success && Time(match, "start") is { } start && Time(match, "end") is { } end && end > start)
        {
            return (start, end);
        }

        throw new TranscriptSyntaxException(
            $"Line {number}: '{PlainText.Shorten(PlainText.OneLine(line), 60)}' is no timing. Write it as 00:01:02.000 --> 00:01:04.500, the end after the start.");
    }

    private static TimeSpan? Time(Match match, string name)
    {
        var parts = match.Groups[name].Value.Replace(',', '.').Split(':');
        var seconds = double.Parse(parts[^1], CultureInfo.InvariantCulture);
        var minutes = int.Parse(parts[^2], CultureInfo.InvariantCulture);
        var hours = parts.Length == 3 ? int.Parse(parts[0], CultureInfo.InvariantCulture) : 0;
        return minutes < 60 && seconds < 60 ? new TimeSpan(hours, minutes, 0) + TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) : null;
    }

    [GeneratedRegex(@"\A\s*(?<start>(?:[0-9]{1,6}:)?[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]{1,3})?)\s*-->\s*(?<end>(?:[0-9]{1,6}:)?[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]{1,3})?)(?:\s.*)?\z")]
    private static partial Regex TimingLine();
}
