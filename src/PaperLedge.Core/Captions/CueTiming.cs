using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Captions;

/// <summary>The times of a cue, as its timing line has them: the end may come before the start.</summary>
/// <param name="Decimal">The separator before the milliseconds of the start; null if there are none.</param>
internal readonly partial record struct CueTiming(TimeSpan Start, TimeSpan End, char? Decimal, bool HasHours)
{
    public bool IsReversed => End < Start;

    // Word processors turn two hyphens into a dash.
    public static bool HasArrow(string line) =>
        line.Contains("-->", StringComparison.Ordinal)
        || line.Contains("–>", StringComparison.Ordinal)
        || line.Contains("—>", StringComparison.Ordinal);

    // Tells a malformed timing from text that contains an arrow.
    public static bool IsMeant(string line) => HasArrow(line) && Clock().IsMatch(Normalise(line));

    /// <summary>Reads a timing line; seconds and minutes beyond 59, and milliseconds of 1000, carry over.</summary>
    /// <returns>Null if the line is not a timing. A cue without length gets a millisecond.</returns>
    public static CueTiming? Of(string line)
    {
        if (!HasArrow(line) || Line().Match(Normalise(line)) is not { Success: true } match)
        {
            return null;
        }

        var (start, end) = (Time(match, "start"), Time(match, "end"));
        var text = match.Groups["start"].Value;
        var point = text.IndexOfAny(['.', ',']);
        return new CueTiming(
            start,
            end == start ? start + TimeSpan.FromMilliseconds(1) : end,
            point < 0 ? null : text[point],
            text.Count(c => c == ':') == 2);
    }

    public static CaptionException Broken(string line, int number) => new(
        $"Line {number}: '{PlainText.Shorten(PlainText.OneLine(line), 60)}' is not a valid timing. " +
        "Write it as 00:01:02.000 --> 00:01:04.500, the end after the start.");

    // Removes direction marks, and turns digits and punctuation of other scripts into ASCII.
    private static string Normalise(string line)
    {
        if (Ascii.IsValid(line))
        {
            return line;
        }

        var normal = new StringBuilder(line.Length);
        foreach (var character in line)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.Format)
            {
                normal.Append(character switch
                {
                    '：' => ":",
                    '，' or '٫' => ",",
                    '．' => ".",
                    '–' or '—' => "--",
                    _ when char.IsDigit(character) => ((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(character))).ToString(),
                    _ => character.ToString(),
                });
            }
        }

        return normal.ToString();
    }

    private static TimeSpan Time(Match match, string name)
    {
        var parts = match.Groups[name].Value.Replace(',', '.').Split(':', StringSplitOptions.TrimEntries);
        var hours = parts.Length == 3 ? int.Parse(parts[0], CultureInfo.InvariantCulture) : 0;
        return new TimeSpan(hours, int.Parse(parts[^2], CultureInfo.InvariantCulture), 0) + Seconds(parts[^1]);
    }

    private static TimeSpan Seconds(string text)
    {
        var parts = text.Split('.', StringSplitOptions.TrimEntries);
        var seconds = TimeSpan.FromSeconds(int.Parse(parts[0], CultureInfo.InvariantCulture));
        // A program that rounds up writes 1000 milliseconds.
        return parts.Length == 1 ? seconds
            : parts[1] == "1000" ? seconds + TimeSpan.FromSeconds(1)
            : seconds + TimeSpan.FromMilliseconds(Math.Round(1000 * double.Parse("0." + parts[1], CultureInfo.InvariantCulture)));
    }

    // Machine translation puts spaces into times.
    [GeneratedRegex(
        @"\A\s*(?<start>(?:[0-9]{1,6} ?: ?)?[0-9]{1,3} ?: ?[0-9]{1,3}(?: ?[.,] ?[0-9]{1,9})?)"
        + @"\s*-->\s*(?<end>(?:[0-9]{1,6} ?: ?)?[0-9]{1,3} ?: ?[0-9]{1,3}(?: ?[.,] ?[0-9]{1,9})?)(?:\s.*)?\z")]
    private static partial Regex Line();

    [GeneratedRegex("[0-9]:[0-9]")]
    private static partial Regex Clock();
}
