using System.Globalization;
using System.Text.RegularExpressions;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.FeedChecks;

internal static partial class ValueRules
{
    private static readonly string[] s_booleans = ["true", "false"];

    private static readonly string[] s_answers = ["yes", "no"];

    /// <param name="name">The element or attribute as the message calls it.</param>
    public static void OneOf(Scope scope, string rule, FeedElement at, string name, string value, params string[] values)
    {
        if (values.Contains(value, StringComparer.Ordinal))
        {
            return;
        }

        var meant = Array.Find(values, known => known.Equals(value, StringComparison.OrdinalIgnoreCase));
        if (meant is not null)
        {
            scope.Warning(rule, at, $"{name} is {Scope.Quote(value)}; some apps are case-sensitive.", $"Write {meant}.");
            return;
        }

        var problem = value.Length == 0 ? $"{name} is empty." : $"{name} is {Scope.Quote(value)}, which apps do not know.";
        scope.Error(rule, at, problem, $"Write {Or(values)}.");
    }

    public static void Boolean(Scope scope, string rule, FeedElement at, string name, string value) =>
        OneOf(scope, rule, at, name, value, s_booleans);

    public static void YesOrNo(Scope scope, string rule, FeedElement at, string name, string value) =>
        OneOf(scope, rule, at, name, value, s_answers);

    // Apple once accepted other words, which apps now interpret in different ways.
    public static void Explicit(Scope scope, string rule, FeedElement element)
    {
        var meant = element.Value.ToUpperInvariant() switch
        {
            "YES" or "EXPLICIT" => "true",
            "NO" or "CLEAN" => "false",
            _ => null,
        };
        if (meant is null)
        {
            Boolean(scope, rule, element, element.Tag, element.Value);
            return;
        }

        scope.Error(rule, element, $"{element.Tag} is {Scope.Quote(element.Value)}, which is no longer valid.", $"Write {meant}.");
    }

    public static void Language(Scope scope, string rule, FeedElement at, string name, string value)
    {
        if (value.Length == 0 || LanguageTag.OrUndetermined(value) != value)
        {
            var problem = value.Length == 0 ? $"{name} is empty." : $"{name} is {Scope.Quote(value)}, which is not a language tag.";
            scope.Error(rule, at, problem, "Write the language's code, and the country's if it matters, such as en or pt-BR (BCP 47).");
        }
        else if (value.Equals("und", StringComparison.OrdinalIgnoreCase))
        {
            scope.Warning(rule, at, $"{name} is und, an undetermined language.", "Name the language that is spoken, such as en.");
        }
    }

    public static void Date(Scope scope, string rule, FeedElement at, string name, string value)
    {
        if (MailDate.Check(value) is { } finding)
        {
            scope.Error(rule, at, $"{name} is {Scope.Quote(value)}: {finding.Problem}", finding.Remedy);
        }
    }

    // Directories send a code to the address.
    public static void Email(Scope scope, string rule, FeedElement at, string name, string value)
    {
        if (!MailAddress.Pattern.IsMatch(value))
        {
            scope.Warning(
                rule,
                at,
                $"{name} is {Scope.Quote(value)}, which is not an e-mail address.",
                "Write one address such as show@example.org, without a name or mailto:.");
        }
    }

    public static void PositiveInteger(Scope scope, string rule, FeedElement element)
    {
        if (!int.TryParse(element.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            scope.Error(
                rule,
                element,
                $"{element.Tag} is {Scope.Quote(element.Value)}, which is not a whole number of 1 or more.",
                "Write the number in digits, or leave the element out.");
        }
    }

    public static bool TryDecimal(string? value, out decimal number) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    // Warns of a text that apps cut at a length.
    public static void AtMost(Scope scope, string rule, FeedElement at, string name, string? value, int characters)
    {
        if (value?.Length > characters)
        {
            scope.Warning(
                rule,
                at,
                $"{name} has {value.Length} characters; apps cut it after {characters}.",
                $"Shorten it to {characters} characters.");
        }
    }

    private static string Or(string[] values) =>
        values.Length < 2 ? string.Concat(values) : $"{string.Join(", ", values[..^1])} or {values[^1]}";
}

/// <summary>Checks dates in the format of e-mail, which RSS uses (https://www.rfc-editor.org/rfc/rfc2822#section-3.3).</summary>
internal static partial class MailDate
{
    private const string Example = "Write it like Thu, 07 May 2026 04:30:00 GMT.";

    private static readonly string[] s_months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private static readonly string[] s_zones = ["GMT", "UT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"];

    /// <returns>The problem and the remedy, both sentences; null for a good date.</returns>
    public static (string Problem, string Remedy)? Check(string value)
    {
        if (Shape().Match(value) is not { Success: true } match)
        {
            return ("it is not an RFC 2822 date.", Suggest(value));
        }

        var month = Array.IndexOf(s_months, match.Groups["month"].Value) + 1;
        if (month == 0)
        {
            return (
                $"there is no month {match.Groups["month"].Value}.",
                "Write the month as Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov or Dec.");
        }

        var zone = match.Groups["zone"].Value;
        if (char.IsAsciiLetter(zone[0]) && !s_zones.Contains(zone))
        {
            return ($"apps do not know the time zone {zone}.", "End it with GMT, or with an offset such as +0200.");
        }

        if (!DateOnly.TryParseExact(
            $"{match.Groups["year"].Value}-{month:00}-{match.Groups["day"].Value}",
            "yyyy-MM-d",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day)
            || !TimeOnly.TryParseExact(
                match.Groups["time"].Value, ["HH:mm:ss", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return ("there is no such day or time.", Example);
        }

        var (said, right) = (match.Groups["weekday"].Value, day.DayOfWeek.ToString()[..3]);
        return said.Length == 0 || said == right
            ? null
            : ($"that day is a {day.DayOfWeek}.", $"Begin it with {right}, or correct the date.");
    }

    // Converts a date in another format, if it has a time zone.
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
