using System.Text;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Speech.WordTimes;

/// <summary>Combines tokens into words with times; <see cref="WordBreaks"/> defines where words begin and end.</summary>
internal static class WordReader
{
    /// <param name="times">Start of every token of the window, then the end of the last.</param>
    public static IReadOnlyList<Word> Read(WindowPart part, DecodedWindow decoded, TimeSpan[] times, Vocabulary vocabulary) => Read(
    [
        .. part.Tokens.Zip(part.Places, (token, place) => new TimedToken(
            vocabulary.BytesOf(token).ToArray(), times[place], times[place + 1], decoded.LogProbabilities[place])),
    ]);

    /// <summary>Combines tokens that hold several words, or a part of a word or of a character.</summary>
    /// <param name="tokens">Of one segment, in order.</param>
    /// <returns>Words in order; their texts add up to the segment's (<see cref="TimedWords.Places"/>).</returns>
    public static IReadOnlyList<Word> Read(IReadOnlyList<TimedToken> tokens)
    {
        var ends = new int[tokens.Count];
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = (i > 0 ? ends[i - 1] : 0) + tokens[i].Bytes.Length;
        }

        var (text, bytes) = Decode(tokens);
        var words = new List<Word>();
        var from = 0;
        foreach (var word in WordBreaks.Of(text))
        {
            var to = bytes[word.End];
            var (first, last) = (Holding(from), Holding(to - 1));
            var probability = Math.Exp(Enumerable.Range(first, last - first + 1)
                .Where(i => tokens[i].Bytes.Length > 0)
                .Average(i => tokens[i].LogProbability));
            words.Add(new(Time(first, from), Time(last, to), word.Text, Math.Min(1, probability)));
            from = to;
        }

        return words;

        int Holding(int place)
        {
            var found = Array.BinarySearch(ends, place);
            // The token that ends here holds the byte before; tokens without bytes end here too.
            found = found < 0 ? ~found : found + 1;
            while (ends[found] <= place)
            {
                found++;
            }

            return found;
        }

        // Words that share a token share its time by their bytes; a space belongs to the word after it.
        TimeSpan Time(int token, int place)
        {
            var (bytesBefore, length) = (ends[token] - tokens[token].Bytes.Length, tokens[token].Bytes.Length);
            return tokens[token].Start + ((tokens[token].End - tokens[token].Start) * ((double)(place - bytesBefore) / length));
        }
    }

    public static Word At(this Word word, AudioWindow window)
    {
        var (start, end) = window.WordAt(word.Start, word.End);
        return word with { Start = start, End = end };
    }

    // Times must be in order and within the segment.
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

    // Returns the text as Vocabulary.Decode gives it, and where the bytes of each of its UTF-16 units begin; after the last, their end.
    private static (string Text, List<int> Bytes) Decode(IReadOnlyList<TimedToken> tokens)
    {
        byte[] bytes = [.. tokens.SelectMany(token => token.Bytes.ToArray())];
        var (text, places) = (new StringBuilder(), new List<int>());
        for (var at = 0; at < bytes.Length;)
        {
            _ = Rune.DecodeFromUtf8(bytes.AsSpan(at), out var rune, out var length);
            text.Append(rune.ToString());
            places.AddRange(Enumerable.Repeat(at, rune.Utf16SequenceLength));
            at += length;
        }

        places.Add(bytes.Length);
        return (text.ToString(), places);
    }

    private static TimeSpan Clamp(TimeSpan time, TimeSpan least, TimeSpan most) => time < least ? least : time > most ? most : time;
}

/// <param name="Bytes">UTF-8, possibly a part of a character.</param>
/// <param name="LogProbability">Natural logarithm.</param>
internal readonly record struct TimedToken(ReadOnlyMemory<byte> Bytes, TimeSpan Start, TimeSpan End, double LogProbability);
