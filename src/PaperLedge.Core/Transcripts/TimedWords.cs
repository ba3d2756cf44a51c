using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts;

public static class TimedWords
{
    /// <summary>Finds words in their text, where they follow each other with or without a space between.</summary>
    /// <returns>The first UTF-16 unit of each word in the text; null if the words and the text differ.</returns>
    public static IReadOnlyList<int>? Places(string text, IReadOnlyList<Word> words)
    {
        var places = new int[words.Count];
        var at = 0;
        for (var i = 0; i < places.Length; i++)
        {
            at += i > 0 && at < text.Length && text[at] == ' ' ? 1 : 0;
            var word = words[i].Text;
            if (word.Length == 0 || string.CompareOrdinal(text, at, word, 0, word.Length) != 0)
            {
                return null;
            }

            places[i] = at;
            at += word.Length;
        }

        return at == text.Length ? places : null;
    }

    /// <summary>Joins words of a segment, with spaces where the segment has them.</summary>
    /// <param name="from">The index of the first among the segment's words.</param>
    /// <param name="words">The words to write in their place, perhaps spelt differently.</param>
    public static string TextOf(Segment segment, int from, IReadOnlyList<Word> words)
    {
        var places = Places(segment.Text, segment.Words);
        return string.Concat(words.Select((word, i) =>
            (i == 0 || (places is not null && places[from + i] == places[from + i - 1] + segment.Words[from + i - 1].Text.Length)
                ? ""
                : " ") + word.Text));
    }

    /// <summary>Returns a segment's words, or none if they differ from its text, as after a correction.</summary>
    /// <param name="segment">Of a <see cref="Timeline"/>.</param>
    /// <returns>
    /// Clean words, in order of time and none outside the segment: the timeline may have moved its ends. Spaced is true for a word
    /// with a space before it.
    /// </returns>
    internal static IReadOnlyList<(Word Word, bool Spaced)> Of(Segment segment)
    {
        if (segment.Kind == SegmentKind.Sound || segment.Words.Count == 0)
        {
            return [];
        }

        var words = segment.Words
            .Select(word => word with { Text = PlainText.OneLine(word.Text) })
            .Where(word => word.Text.Length > 0)
            .ToList();
        if (Places(segment.Text, words) is not { } places)
        {
            return [];
        }

        var timed = new (Word, bool)[words.Count];
        var free = segment.Start;
        for (var i = 0; i < timed.Length; i++)
        {
            var start = Within(words[i].Start, free, segment.End);
            free = Within(words[i].End, start, segment.End);
            timed[i] = (words[i] with { Start = start, End = free }, places[i] > 0 && segment.Text[places[i] - 1] == ' ');
        }

        return timed;
    }

    /// <summary>Returns some of a segment's words as a segment of their own.</summary>
    /// <param name="segment">Of a <see cref="Timeline"/>.</param>
    /// <param name="from">Index of the first among the words that <see cref="Of"/> returns.</param>
    /// <param name="to">Index after the last.</param>
    internal static Segment Part(Segment segment, int from, int to)
    {
        var words = Of(segment);
        if (from == 0 && to >= words.Count)
        {
            return segment;
        }

        var part = words.Take(to).Skip(from).ToList();
        return segment with
        {
            Start = from == 0 ? segment.Start : part[0].Word.Start,
            End = to == words.Count ? segment.End : part[^1].Word.End,
            Text = string.Concat(part.Select((timed, i) => i > 0 && timed.Spaced ? $" {timed.Word.Text}" : timed.Word.Text)),
            Words = [.. part.Select(timed => timed.Word)],
        };
    }

    private static TimeSpan Within(TimeSpan time, TimeSpan from, TimeSpan to)
    {
        var whole = TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
        return whole < from ? from : whole > to ? to : whole;
    }
}
