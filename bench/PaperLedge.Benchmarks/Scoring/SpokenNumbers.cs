using System.Globalization;
using System.Text.RegularExpressions;

namespace PaperLedge.Benchmarks.Scoring;

/// <summary>Converts English numbers from digits to spoken words.</summary>
internal static partial class SpokenNumbers
{
    private static readonly string[] s_small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] s_tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly (long Size, string Name)[] s_large =
        [(1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred")];

    private static readonly Dictionary<string, string> s_ordinals = new(StringComparer.Ordinal)
    {
        ["one"] = "first", ["two"] = "second", ["three"] = "third", ["five"] = "fifth",
        ["eight"] = "eighth", ["nine"] = "ninth", ["twelve"] = "twelfth",
    };

    public static bool IsNumber(string word) => Array.IndexOf(s_small, word) >= 0 || Array.IndexOf(s_tens, word) > 1;

    // Such a word multiplies the number before it.
    public static bool IsUnit(string? word) => s_large.Any(large => large.Name == word);

    /// <summary>Writes out the numbers in a word.</summary>
    /// <param name="word">Such as <c>1960s</c>, <c>99.9th</c>, <c>1,000</c>, <c>128-bit</c>, <c>MD5</c>, <c>3%</c>, <c>$5</c>.</param>
    public static string Write(string word) => Number().Replace(word.ToLowerInvariant(), match =>
    {
        var (whole, decimals, suffix) = (
            match.Groups["whole"].Value,
            match.Groups["decimals"].Value,
            match.Groups["suffix"].Value.TrimStart('\'', '’'));
        var words = decimals.Length > 0 ? Cardinal(whole)
            : IsYear(whole) ? Year(int.Parse(whole, CultureInfo.InvariantCulture))
            : Cardinal(whole);
        if (decimals.Length > 0)
        {
            words = [.. words, "point", .. decimals.Select(digit => s_small[digit - '0'])];
        }

        words[^1] = suffix switch
        {
            "" => words[^1],
            "s" => Plural(words[^1]),
            _ => Ordinal(words[^1]),
        };
        return $" {string.Join(' ', words)}{(match.Groups["dollar"].Success ? " dollars" : "")}"
            + $"{(match.Groups["percent"].Success ? " percent" : "")} ";
    });

    private static bool IsYear(string whole) =>
        whole.Length == 4 && int.Parse(whole, CultureInfo.InvariantCulture) is (>= 1100 and < 2000) or (>= 2010 and < 2100);

    private static string[] Year(int year)
    {
        var (century, rest) = (year / 100, year % 100);
        return rest == 0 ? [.. Cardinal(century), "hundred"]
            : rest < 10 ? [.. Cardinal(century), "oh", s_small[rest]]
            : [.. Cardinal(century), .. Cardinal(rest)];
    }

    private static string[] Cardinal(string digits)
    {
        var bare = digits.Replace(",", "", StringComparison.Ordinal);

        // Numbers of that length are not spoken as one.
        return bare.Length > 12
            ? [.. bare.Select(digit => s_small[digit - '0'])]
            : [.. Cardinal(long.Parse(bare, CultureInfo.InvariantCulture))];
    }

    private static IEnumerable<string> Cardinal(long number)
    {
        foreach (var (size, name) in s_large)
        {
            if (number >= size)
            {
                var rest = number % size;
                return [.. Cardinal(number / size), name, .. rest > 0 ? Cardinal(rest) : []];
            }
        }

        return number < 20 ? [s_small[number]] : number % 10 == 0 ? [s_tens[number / 10]] : [s_tens[number / 10], s_small[number % 10]];
    }

    private static string Ordinal(string word) =>
        s_ordinals.TryGetValue(word, out var ordinal) ? ordinal : word.EndsWith('y') ? word[..^1] + "ieth" : word + "th";

    private static string Plural(string word) => word.EndsWith('y') ? word[..^1] + "ies" : word.EndsWith('x') ? word + "es" : word + "s";

    [GeneratedRegex(
        @"(?<dollar>\$)?(?<whole>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.(?<decimals>\d+))?"
        + @"(?<suffix>(?:st|nd|rd|th|['’]?s)(?!\p{L}))?(?<percent>%)?")]
    private static partial Regex Number();
}
