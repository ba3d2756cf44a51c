using System.Globalization;
using System.Text.RegularExpressions;

namespace PaperLedge.Core.Feed.Checking;

/// <summary>Dates as e-mail writes them (https://www.rfc-editor.org/rfc/rfc2822#section-3.3), which RSS took over.</summary>
internal static partial class MailDate
{
    private const string Example = "Write it like Thu, 07 May 2026 04:30:00 GMT.";

    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private static readonly string[] Zones = ["GMT", "UT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"];

    /// <returns>What is wrong and what to do, both sentences; null for a good date.</returns>
    public static (string Problem, string Remedy)? Check(string value)
    {
        if (Shape().Match(value) is not { Success: true } match)
        {
            return ("it is no date as RFC 2822 has it.", Suggest(value));
        }

        var month = Array.IndexOf(Months, match.Groups["month"].Value) + 1;
        if (month == 0)
        {
            return (
                $"there is no month {match.Groups["month"].Value}.",
                "Write the month as Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov or Dec.");
        }

        var zone = match.Groups["zone"].Value;
        if (char.IsAsciiLetter(zone[0]) && !Zones.Contains(zone))
        {
            return ($"apps do not know the time zone {zone}.", "End it with GMT, or with an offset such as +0200.");
        }

        if (!DateOnly.TryParseExact(
            $"{match.Groups["year"].Value}-{month:00}-{match.Groups["day"].Value}",
            "yyyy-MM-d",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day)
            || !TimeOnly.TryParseExact(match.Groups["time"].Value, ["HH:mm:ss", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return ("there is no such day or time.", Example);
        }

        var (said, right) = (match.Groups["weekday"].Value, day.DayOfWeek.ToString()[..3]);
        return said.Length == 0 || said == right
            ? null
            : ($"that day is a {day.DayOfWeek}.", $"Begin it with {right}, or correct the date.");
    }

    /// <summary>A date in another form is written as it should be, if it says its time zone too.</summary>
    private static string Suggest(string value) =>
        value.Length < 50 && Offset().IsMatch(value)
        && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? $"Write {date.ToUniversalTime():R}."
            : Example;

    [GeneratedRegex(
        @"\A(?:(?<weekday>[A-Za-z]+),\s*)?(?<day>[0-9]{1,2})\s+(?<month>[A-Za-z]+)\s+(?<year>[0-9]{4})\s+" +
        @"(?<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)\s+(?<zone>[+-][0-9]{4}|[A-Za-z]{1,5})\z")]
    private static partial Regex Shape();

    [GeneratedRegex(@"(Z|GMT|UTC|[+-][0-9]{2}:?[0-9]{2})\s*\z")]
    private static partial Regex Offset();
}
