using System.Globalization;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed.Checking;

/// <summary>What values of one kind look like, wherever they stand.</summary>
internal static class ValueRules
{
    private static readonly string[] Booleans = ["true", "false"];

    private static readonly string[] Answers = ["yes", "no"];

    /// <param name="name">What holds the value, as the message calls it.</param>
    public static void OneOf(Scope scope, string rule, FeedElement at, string name, string value, params string[] values)
    {
        if (values.Contains(value, StringComparer.Ordinal))
        {
            return;
        }

        var meant = Array.Find(values, known => known.Equals(value, StringComparison.OrdinalIgnoreCase));
        if (meant is not null)
        {
            scope.Warning(rule, at, $"{name} is {Scope.Quote(value)}; some apps tell capitals from small letters.", $"Write {meant}.");
            return;
        }

        var problem = value.Length == 0 ? $"{name} is empty." : $"{name} is {Scope.Quote(value)}, which apps do not know.";
        scope.Error(rule, at, problem, $"Write {Or(values)}.");
    }

    public static void Boolean(Scope scope, string rule, FeedElement at, string name, string value) => OneOf(scope, rule, at, name, value, Booleans);

    public static void YesOrNo(Scope scope, string rule, FeedElement at, string name, string value) => OneOf(scope, rule, at, name, value, Answers);

    /// <summary>Apple once took words for it that apps now read as they please.</summary>
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

        scope.Error(rule, element, $"{element.Tag} is {Scope.Quote(element.Value)}, a word that is no longer valid.", $"Write {meant}.");
    }

    public static void Language(Scope scope, string rule, FeedElement at, string name, string value)
    {
        if (value.Length == 0 || LanguageTag.OrUndetermined(value) != value)
        {
            var problem = value.Length == 0 ? $"{name} is empty." : $"{name} is {Scope.Quote(value)}, which is no language tag.";
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

    public static void PositiveInteger(Scope scope, string rule, FeedElement element)
    {
        if (!int.TryParse(element.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            scope.Error(
                rule,
                element,
                $"{element.Tag} is {Scope.Quote(element.Value)}, which is no number from 1 on.",
                "Write the number in digits, or leave the element out.");
        }
    }

    public static bool TryDecimal(string? value, out decimal number) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    /// <summary>For a text that apps cut beyond a length.</summary>
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

    private static string Or(string[] values) => values.Length < 2 ? string.Concat(values) : $"{string.Join(", ", values[..^1])} or {values[^1]}";
}
