using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Cues;

/// <summary>Splits segments into timed words; words without own times are timed by their number of characters.</summary>
internal static class CueWords
{
    // The best places to cut a word that is longer than a line; such words are mostly long addresses.
    private static readonly char[] s_seams = ['。', '、', '，', '！', '？', '；', '：', '-', '/'];

    /// <param name="segment">Of a <see cref="Timeline"/>.</param>
    /// <param name="isSpaced">True if a space separates it from the segment before.</param>
    /// <returns>At least one.</returns>
    public static IEnumerable<CueWord> Of(Segment segment, bool isSpaced, CueShape shape) => TimedWords.Of(segment) is { Count: > 0 } words
        ? words.SelectMany((timed, i) =>
            Spread(WordsIn(timed.Word.Text, i == 0 ? isSpaced : timed.Spaced), timed.Word.Start, timed.Word.End, shape))
        : Spread(WordsIn(segment.Text, isSpaced), segment.Start, segment.End, shape);

    private static IEnumerable<CueWord> Spread(IEnumerable<(string Text, bool Spaced)> words, TimeSpan start, TimeSpan end, CueShape shape)
    {
        var pieces = Pieces(words, shape).ToList();
        var (total, spoken, from) = (pieces.Sum(piece => (long)piece.Text.Length), 0L, start);
        foreach (var (piece, spaced, isRest) in pieces)
        {
            spoken += piece.Length;
            var to = start + TimeSpan.FromMilliseconds((long)(end - start).TotalMilliseconds * spoken / total);
            yield return new CueWord(piece, spaced, from, to) { IsRest = isRest };
            from = to;
        }
    }

    // Trims no-break spaces too: at the edge of a word they have no effect.
    private static IEnumerable<(string Text, bool Spaced)> WordsIn(string text, bool isSpaced) => WordBreaks.Of(text)
        .Select((word, i) => (Text: word.Text.Trim(), Spaced: word.Spaced || (i == 0 && isSpaced)))
        .Where(word => word.Text.Length > 0);

    private static IEnumerable<(string Text, bool Spaced, bool IsRest)> Pieces(
        IEnumerable<(string Text, bool Spaced)> words, CueShape shape)
    {
        foreach (var (word, spaced) in words)
        {
            var from = 0;
            while (from < word.Length)
            {
                // One unit more than a line shows whether a character crosses its end.
                var rest = word.Substring(from, Math.Min(word.Length - from, shape.LineLength + 1));
                var fitting = CueWidth.Fit(rest, shape);
                var end = from + (from + fitting == word.Length ? fitting : Cut(rest, fitting));
                yield return (word[from..end], spaced && from == 0, from > 0);
                from = end;
            }
        }
    }

    private static int Cut(string rest, int longest)
    {
        var seam = rest.LastIndexOfAny(s_seams, longest - 1) + 1;
        return seam > longest / 2 && PlainText.WholeCharacters(rest, seam) == seam ? seam : longest;
    }
}

/// <summary>The smallest unit of text, which is never split between cues.</summary>
/// <param name="Text">At most a line long.</param>
/// <param name="Spaced">True if a space separates it from the word before; false between words of Chinese and similar scripts.</param>
internal readonly record struct CueWord(string Text, bool Spaced, TimeSpan Start, TimeSpan End)
{
    // True for the rest of a word that was longer than a line.
    public bool IsRest { get; init; }
}
