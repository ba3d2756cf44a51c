using System.Globalization;

namespace PaperLedge.Core.Feed.Checking;

/// <summary><c>itunes:duration</c>: seconds by PSP-1; Apple takes clock times too, which apps read in more ways than one.</summary>
internal static class DurationRules
{
    private const string Rule = "item-duration";

    public static void Check(Scope scope, FeedElement duration)
    {
        var value = duration.Value;
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            if (seconds == 0)
            {
                scope.Warning(Rule, duration, "<itunes:duration> is 0.", "Write the length in seconds, or leave the element out.");
            }
        }
        else if (FromClock(value) is { } meant)
        {
            scope.Warning(Rule, duration, $"<itunes:duration> is {Scope.Quote(value)}, a clock time.", $"Write the seconds: {meant}.");
        }
        else
        {
            scope.Error(
                Rule,
                duration,
                $"<itunes:duration> is {Scope.Quote(value)}, which is no number of seconds.",
                "Write whole seconds, such as 1801.");
        }
    }

    /// <returns>The seconds of hours, minutes and seconds, or of minutes and seconds.</returns>
    private static long? FromClock(string value)
    {
        const int MostParts = 3;
        const int LongestPart = 4;
        var parts = value.Split(':');
        if (parts.Length is < 2 or > MostParts || parts.Any(part => part.Length is 0 or > LongestPart || !part.All(char.IsAsciiDigit)))
        {
            return null;
        }

        return parts.Aggregate(0L, (sum, part) => (sum * 60) + int.Parse(part, CultureInfo.InvariantCulture));
    }
}
