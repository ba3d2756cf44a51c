namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>Takes segments apart into words with times: their own where there are some, else by the number of characters.</summary>
internal static class CueWords
{
    /// <summary>Where a word that is longer than a line is best cut: scripts without spaces, long addresses.</summary>
    private static readonly char[] Seams = ['。', '、', '，', '！', '？', '；', '：', '-', '/'];

    /// <param name="segment">Of a <see cref="Timeline"/>.</param>
    /// <returns>At least one.</returns>
    public static IEnumerable<CueWord> Of(Segment segment, int lineLength) => TimedWords.Of(segment) is { Count: > 0 } words
        ? words.SelectMany(word => Spread(word.Text, word.Start, word.End, lineLength))
        : Spread(segment.Text, segment.Start, segment.End, lineLength);

    private static IEnumerable<CueWord> Spread(string text, TimeSpan start, TimeSpan end, int lineLength)
    {
        var pieces = Pieces(text, lineLength).ToList();
        var (total, spoken, from) = (pieces.Sum(piece => (long)piece.Text.Length), 0L, start);
        foreach (var (piece, spaced) in pieces)
        {
            spoken += piece.Length;
            var to = start + TimeSpan.FromMilliseconds((long)(end - start).TotalMilliseconds * spoken / total);
            yield return new CueWord(piece, spaced, from, to);
            from = to;
        }
    }

    private static IEnumerable<(string Text, bool Spaced)> Pieces(string text, int lineLength)
    {
        // Trim takes no-break spaces too: one that holds nothing together shows nothing.
        foreach (var word in text.Split(' ').Select(word => word.Trim()).Where(word => word.Length > 0))
        {
            var from = 0;
            while (word.Length - from > lineLength)
            {
                // One unit more than a line tells whether a character crosses its end.
                var cut = from + Cut(word.Substring(from, lineLength + 1), lineLength);
                yield return (word[from..cut], from == 0);
                from = cut;
            }

            yield return (word[from..], from == 0);
        }
    }

    private static int Cut(string rest, int lineLength)
    {
        var longest = PlainText.WholeCharacters(rest, lineLength);
        var seam = rest.LastIndexOfAny(Seams, longest - 1) + 1;
        return seam > longest / 2 && PlainText.WholeCharacters(rest, seam) == seam ? seam : longest;
    }
}
