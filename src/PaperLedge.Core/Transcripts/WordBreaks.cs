using System.Globalization;
using System.Text;
using ICU4N.Text;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts;

/// <remarks>
/// Splits at spaces; Chinese, Japanese, Thai, Khmer, Lao and Burmese by ICU's dictionaries; Tibetan at its syllables. The
/// characters themselves show the script.
/// </remarks>
public static class WordBreaks
{
    // An iterator belongs to one thread, and making the first takes a quarter of a second, so each use takes a copy.
    private static readonly Lazy<BreakIterator> s_dictionaries = new(() => BreakIterator.GetWordInstance(CultureInfo.InvariantCulture));

    // Blocks of the scripts without spaces, as first and last code point; punctuation among them does no harm.
    private static readonly (int First, int Last)[] s_unspaced =
    [
        (0x0E00, 0x0EFF), // Thai, Lao
        (0x0F00, 0x0FFF), // Tibetan
        (0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F), // Burmese
        (0x1780, 0x17FF), // Khmer
        (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3021, 0x3029), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), // Han
        (0x20000, 0x3FFFF), // Han
        (0x3041, 0x30FA), (0x30FC, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F), // kana
    ];

    // Likewise, characters and marks of Chinese and Japanese; the marks have their own white space.
    private static readonly (int First, int Last)[] s_wide =
        [
            (0x2E80, 0x312F), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
            (0xFF00, 0xFFA0), (0x20000, 0x3FFFF),
        ];

    // Small kana, and marks that repeat or lengthen the character before: no Japanese word begins with one, wherever the
    // dictionary cuts.
    private const string NoStart = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶーｰ々ゝゞヽヾ";

    /// <returns>In order, without the spaces between them; each with its punctuation.</returns>
    public static IReadOnlyList<TextWord> Of(string text)
    {
        var words = new List<TextWord>();
        for (var from = 0; from < text.Length;)
        {
            var to = from;
            while (to < text.Length && !IsSpace(text[to]))
            {
                to++;
            }

            if (to > from)
            {
                Add(words, text, from, to);
            }

            from = to + 1;
        }

        return words;
    }

    /// <returns>True if a space follows this text: not after a Chinese or Japanese character or mark.</returns>
    public static bool TakesSpace(string text)
    {
        _ = Rune.DecodeLastFromUtf16(text, out var last, out _);
        return !IsWide(last);
    }

    /// <summary>Joins consecutive texts, with spaces where the script has them.</summary>
    public static string Join(IEnumerable<string> texts)
    {
        var joined = new StringBuilder();
        var last = "";
        foreach (var text in texts)
        {
            joined.Append(joined.Length > 0 && TakesSpace(last) ? " " : "").Append(text);
            last = text;
        }

        return joined.ToString();
    }

    /// <summary>Joins the lines of a caption: with spaces, except between two characters of scripts without spaces.</summary>
    public static string JoinLines(IEnumerable<string> lines)
    {
        var joined = new StringBuilder();
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            if (joined.Length > 0)
            {
                var end = joined.ToString(Math.Max(0, joined.Length - 2), Math.Min(2, joined.Length));
                _ = Rune.DecodeLastFromUtf16(end, out var last, out _);
                _ = Rune.DecodeFromUtf16(line, out var first, out _);
                joined.Append(IsUnspacedOrWide(last) && IsUnspacedOrWide(first) ? "" : " ");
            }

            joined.Append(line);
        }

        return joined.ToString();
    }

    private static void Add(List<TextWord> words, string text, int from, int to)
    {
        var stretch = text[from..to];
        if (!stretch.EnumerateRunes().Any(IsUnspaced))
        {
            words.Add(new(from, stretch, from > 0));
            return;
        }

        var (start, isSaid, isUnspaced) = (0, false, false);
        foreach (var (first, end) in Pieces(stretch))
        {
            var piece = stretch.AsSpan(first, end - first);
            if (!IsSaid(piece))
            {
                // Opening quotes and brackets belong to the next word; all other punctuation belongs to the word before.
                if (isSaid && isUnspaced && IsOpening(piece))
                {
                    Cut(first);
                }

                continue;
            }

            var isNextUnspaced = HasUnspaced(piece);
            if (isSaid && (isUnspaced || isNextUnspaced) && !NoStart.Contains(piece[0], StringComparison.Ordinal))
            {
                Cut(first);
            }

            (isSaid, isUnspaced) = (true, isNextUnspaced);
        }

        Cut(stretch.Length);

        void Cut(int end)
        {
            words.Add(new(from + start, stretch[start..end], start == 0 && from > 0));
            (start, isSaid) = (end, false);
        }
    }

    private static IEnumerable<(int First, int End)> Pieces(string stretch)
    {
        var breaks = (BreakIterator)s_dictionaries.Value.Clone();
        breaks.SetText(stretch);
        var first = 0;
        for (var end = breaks.Next(); end != BreakIterator.Done; end = breaks.Next())
        {
            yield return (first, end);
            first = end;
        }
    }

    private static bool IsSaid(ReadOnlySpan<char> piece)
    {
        foreach (var rune in piece.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.IsSymbol(rune))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOpening(ReadOnlySpan<char> piece) =>
        char.GetUnicodeCategory(piece[0]) is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation;

    private static bool HasUnspaced(ReadOnlySpan<char> piece)
    {
        foreach (var rune in piece.EnumerateRunes())
        {
            if (IsUnspaced(rune))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUnspaced(Rune rune) =>
        rune.Value >= s_unspaced[0].First && Array.Exists(s_unspaced, block => rune.Value >= block.First && rune.Value <= block.Last);

    private static bool IsWide(Rune rune) => Array.Exists(s_wide, block => rune.Value >= block.First && rune.Value <= block.Last);

    private static bool IsUnspacedOrWide(Rune rune) => IsUnspaced(rune) || IsWide(rune);

    private static bool IsSpace(char character) => PlainText.IsBreakingSpace(new(char.IsSurrogate(character) ? 'x' : character));
}

/// <param name="Start">Its first UTF-16 unit in the text.</param>
/// <param name="Text">Without space; never empty.</param>
/// <param name="Spaced">True if a space precedes it.</param>
public readonly record struct TextWord(int Start, string Text, bool Spaced)
{
    public int End => Start + Text.Length;
}
