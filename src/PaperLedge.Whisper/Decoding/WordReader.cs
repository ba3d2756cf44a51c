using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>Puts tokens together to words with times. A word begins with a space, so punctuation stays with its word.</summary>
internal static class WordReader
{
    /// <param name="times">Of every token of the window, then the end of the last.</param>
    /// <returns>
    /// The part's words; none if nothing in it is set apart by a space though it is long, as in Chinese or Thai: there a word is
    /// not to be told without a dictionary.
    /// </returns>
    public static IReadOnlyList<Word> Read(WindowPart part, DecodedWindow decoded, TimeSpan[] times, TimeSpan offset, Vocabulary vocabulary)
    {
        const int LongestWord = 40;
        var words = new List<Word>();
        for (var from = 0; from < part.Tokens.Count;)
        {
            var to = from + 1;
            while (to < part.Tokens.Count && !BeginsWord(vocabulary.BytesOf(part.Tokens[to])))
            {
                to++;
            }

            var tokens = part.Tokens.Skip(from).Take(to - from);
            var text = vocabulary.Decode(tokens).Trim();
            if (text.Length > LongestWord)
            {
                return [];
            }

            if (text.Length > 0)
            {
                var probability = Math.Exp(Enumerable.Range(from, to - from).Average(i => decoded.LogProbabilities[part.Places[i]]));
                words.Add(new(offset + times[part.Places[from]], offset + times[part.Places[to - 1] + 1], text, Math.Min(1, probability)));
            }

            from = to;
        }

        return words;
    }

    /// <summary>Keeps times in order and within the segment.</summary>
    public static IReadOnlyList<Word> Within(TimeSpan start, TimeSpan end, IReadOnlyList<Word> words)
    {
        var at = start;
        var kept = new Word[words.Count];
        for (var i = 0; i < kept.Length; i++)
        {
            var from = Clamp(words[i].Start, at, end);
            at = Clamp(words[i].End, from, end);
            kept[i] = words[i] with { Start = from, End = at };
        }

        return kept;
    }

    private static bool BeginsWord(ReadOnlySpan<byte> token) => token is [(byte)' ', ..];

    private static TimeSpan Clamp(TimeSpan time, TimeSpan least, TimeSpan most) => time < least ? least : time > most ? most : time;
}
