using System.Text;

namespace PaperLedge.Core.Episodes;

/// <summary>
/// Text from outside, made fit for tables, XML and pages: no control characters, no lone surrogates, no noncharacters
/// (<see href="https://www.w3.org/TR/xml/#charsets">XML 1.0, 2.2</see>).
/// </summary>
public static class CleanText
{
    /// <summary>One line: runs of white space become one space, none at either end.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in Runes(text))
        {
            if (!Rune.IsWhiteSpace(rune))
            {
                line.Append(rune);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>Several lines: line ends become <c>\n</c>, tabs stay, none at either end.</summary>
    public static string Block(string text)
    {
        var block = new StringBuilder(text.Length);
        foreach (var rune in Runes(text.ReplaceLineEndings("\n")))
        {
            block.Append(rune);
        }

        return block.ToString().Trim();
    }

    /// <summary>The longest beginning within a number of UTF-16 characters that does not end inside a surrogate pair.</summary>
    public static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return text[..end].TrimEnd();
    }

    private static IEnumerable<Rune> Runes(string text)
    {
        // EnumerateRunes gives U+FFFD for a lone surrogate; a real U+FFFD tells as little, so both go.
        foreach (var rune in text.EnumerateRunes())
        {
            var isAllowedControl = rune.Value is '\n' or '\t' or '\r';
            var isNoncharacter = (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;
            if ((!Rune.IsControl(rune) || isAllowedControl) && !isNoncharacter && rune != Rune.ReplacementChar)
            {
                yield return rune;
            }
        }
    }
}
