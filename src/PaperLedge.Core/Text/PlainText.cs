using System.Globalization;
using System.Text;

namespace PaperLedge.Core.Text;

/// <summary>Cleans text from outside for all written formats: XML 1.0, HTML, JSON and captions.</summary>
public static class PlainText
{
    /// <summary>Returns one line without control characters, lone surrogates or noncharacters.</summary>
    /// <remarks>
    /// Runs of white space become one space, none at the ends. No-break spaces stay, since they hold a number and its unit together.
    /// </remarks>
    public static string OneLine(string? text)
    {
        var line = new StringBuilder(text?.Length ?? 0);
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (IsBreakingSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (IsWritable(rune))
            {
                line.Append(rune.ToString());
            }
        }

        return line.ToString().Trim();
    }

    /// <summary>Like <see cref="OneLine"/>, but keeps line breaks, as one line feed each, and indents.</summary>
    public static string Lines(string? text)
    {
        var lines = new StringBuilder(text?.Length ?? 0);
        foreach (var rune in (text ?? "").ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || IsWritable(rune))
            {
                lines.Append(rune.ToString());
            }
        }

        return lines.ToString().Trim();
    }

    /// <summary>Cuts to <paramref name="length"/> UTF-16 units, at a word where there is one, else at a whole character.</summary>
    public static string Shorten(string text, int length)
    {
        const string Ellipsis = "…";
        if (text.Length <= length)
        {
            return text;
        }

        var end = WholeCharacters(text, length - Ellipsis.Length);
        var space = text.LastIndexOf(' ', Math.Max(0, end - 1));
        // A cut far before the limit would lose more than a broken word does; scripts without spaces have no word breaks to cut at.
        return text[..(space > end / 2 ? space : end)].TrimEnd() + Ellipsis;
    }

    /// <param name="length">The limit, in UTF-16 units.</param>
    /// <returns>Length of the longest prefix that splits no visible character.</returns>
    internal static int WholeCharacters(string text, int length)
    {
        var end = 0;
        while (end < text.Length)
        {
            var next = end + StringInfo.GetNextTextElementLength(text, end);
            if (next > length)
            {
                break;
            }

            end = next;
        }

        if (end > 0 || text.Length == 0)
        {
            return end;
        }

        // One character with many combining marks is longer than the limit: at least no surrogate pair is split.
        var cut = Math.Clamp(length, 1, text.Length);
        return cut < text.Length && char.IsLowSurrogate(text[cut]) ? Math.Max(cut - 1, 2) : cut;
    }

    internal static bool IsBreakingSpace(Rune rune) =>
        Rune.IsWhiteSpace(rune) && rune.Value is not (0xA0 or 0x202F or 0x2007);

    private static bool IsWritable(Rune rune) =>
        !Rune.IsControl(rune)
        // The replacement for a lone surrogate.
        && rune.Value != 0xFFFD
        // Noncharacters: XML forbids two of them, HTML all.
        && rune.Value is not (>= 0xFDD0 and <= 0xFDEF)
        && (rune.Value & 0xFFFE) != 0xFFFE;
}
