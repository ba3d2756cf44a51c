using System.Text;
using System.Text.RegularExpressions;

namespace PaperLedge.Storage.Ledger;

/// <summary>Writes a slug so that its ordinal order is the natural order of slugs, backwards: part-10, part-9, part-1.</summary>
internal static partial class InvertedName
{
    // In this order after the letters, which come first because they sort last: numbers, hyphens, the end.
    private const char Number = 'a', Hyphen = 'b', End = 'c';

    private const int LongestNumber = 99;

    public static string Of(string slug)
    {
        var name = new StringBuilder();
        foreach (Match part in Part().Matches(slug))
        {
            name.Append(part.Value switch
            {
                "-" => Hyphen.ToString(),
                [>= 'a' and <= 'z'] => ((char)('Z' - (part.Value[0] - 'a'))).ToString(),
                // The length decides, then the digits. Leading zeros make no number larger.
                _ => Inverted(part.Value.TrimStart('0')),
            });
        }

        return name.Append(End).ToString();
    }

    private static string Inverted(string digits) =>
        $"{Number}{Math.Max(0, LongestNumber - digits.Length):D2}{string.Concat(digits.Select(digit => (char)('9' - (digit - '0'))))}";

    [GeneratedRegex("[a-z]|[0-9]+|-")]
    private static partial Regex Part();
}
