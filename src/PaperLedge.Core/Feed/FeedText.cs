using System.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed;

/// <summary>PSP-1's limits on what a feed's elements hold (https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification).</summary>
public static class FeedText
{
    /// <summary>Characters of any value but descriptions and show notes.</summary>
    public const int LongestValue = 255;

    /// <summary>Bytes of UTF-8 in a description.</summary>
    public const int LongestDescription = 4000;

    /// <summary>Characters of the Podcasting 2.0 namespace's persons, titles and the like.</summary>
    public const int LongestName = 128;

    public static string Value(string? text) => PlainText.Shorten(PlainText.OneLine(text), LongestValue);

    public static string? ValueOrNull(string? text) => text is null ? null : Value(text);

    public static string Name(string? text) => PlainText.Shorten(PlainText.OneLine(text), LongestName);

    /// <summary>The text, cut at a word if need be, so that with the endings, which are never cut, the limit is kept.</summary>
    /// <param name="endings">Paragraphs that must stand; together far shorter than the limit.</param>
    public static string Description(string text, params IEnumerable<string> endings)
    {
        var ending = string.Join("\n\n", endings.Where(part => part.Length > 0));
        var gap = ending.Length == 0 ? 0 : 2;
        var start = Cut(PlainText.Lines(text), LongestDescription - gap - Encoding.UTF8.GetByteCount(ending));
        return start.Length == 0 ? ending : ending.Length == 0 ? start : $"{start}\n\n{ending}";
    }

    private static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        const int EllipsisBytes = 3;
        var (used, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            used += rune.Utf8SequenceLength;
            if (used > bytes - EllipsisBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return length <= 0 ? "" : PlainText.Shorten(text, length + 1);
    }
}
