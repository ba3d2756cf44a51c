using System.Globalization;
using System.Text.RegularExpressions;

namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>The line that says when a cue stands on the screen, as people and tools write it.</summary>
/// <param name="Decimal">The separator before the milliseconds of the start; null if there are none.</param>
internal readonly partial record struct CueTiming(TimeSpan Start, TimeSpan End, char? Decimal, bool HasHours)
{
    public const string Arrow = "-->";

    /// <summary>Whether a line that is not a timing is meant to be one, and no text with an arrow in it.</summary>
    public static bool IsMeant(string line) => line.Contains(Arrow, StringComparison.Ordinal) && Clock().IsMatch(line);

    /// <returns>Null if the line is none, or ends before it starts. A cue without length gets a millisecond.</returns>
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
        return new CueTiming(start, end > start ? end : start + TimeSpan.FromMilliseconds(1), point < 0 ? null : text[point], text.Count(c => c == ':') == 2);
    }

    public static TranscriptSyntaxException Broken(string line, int number) => new(
        $"Line {number}: '{PlainText.Shorten(PlainText.OneLine(line), 60)}' is no timing. Write it as 00:01:02.000 --> 00:01:04.500, the end after the start.");

    private static TimeSpan? Time(Match match, string name)
    {
        var parts = match.Groups[name].Value.Replace(',', '.').Split(':');
        var seconds = double.Parse(parts[^1], CultureInfo.InvariantCulture);
        var minutes = int.Parse(parts[^2], CultureInfo.InvariantCulture);
        var hours = parts.Length == 3 ? int.Parse(parts[0], CultureInfo.InvariantCulture) : 0;
        return minutes < 60 && seconds < 60 ? new TimeSpan(hours, minutes, 0) + TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) : null;
    }

    [GeneratedRegex(@"\A\s*(?<start>(?:[0-9]{1,6}:)?[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]{1,9})?)\s*-->\s*(?<end>(?:[0-9]{1,6}:)?[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]{1,9})?)(?:\s.*)?\z")]
    private static partial Regex Line();

    [GeneratedRegex("[0-9]:[0-9]")]
    private static partial Regex Clock();
}
