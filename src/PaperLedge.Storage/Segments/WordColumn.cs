using System.Globalization;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Segments;

/// <summary>
/// The words of a segment in one property. Their texts are in the segment's, so it holds for each word only
/// <c>start:length:probability</c>: milliseconds from the segment's start, milliseconds, hundredths. A word ends at the next space, or
/// at the text's end; where another follows it without a space, <c>:units</c> says how many UTF-16 units it has.
/// </summary>
internal static class WordColumn
{
    /// <returns>Null where the words do not say what the segment says, or would not fit.</returns>
    public static string? Write(Segment segment)
    {
        var words = segment.Words;
        if (words.Count == 0 || words.Any(word => word.Text.Contains(' ', StringComparison.Ordinal)) || TimedWords.Places(segment.Text, words) is not { } places)
        {
            return null;
        }

        var column = string.Join(' ', words.Select((word, i) =>
        {
            var isJoined = i + 1 < words.Count && places[i + 1] == places[i] + word.Text.Length;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Milliseconds(word.Start - segment.Start)}:{Milliseconds(word.End - word.Start)}:{(int)Math.Round(word.Probability * 100)}{(isJoined ? $":{word.Text.Length}" : "")}");
        }));
        return column.Length <= Texts.MaxCharacters ? column : null;
    }

    public static IReadOnlyList<Word> Read(string? column, TimeSpan start, string text)
    {
        if (column is null)
        {
            return [];
        }

        var words = new List<Word>();
        var at = 0;
        foreach (var entry in column.Split(' '))
        {
            var numbers = Array.ConvertAll(entry.Split(':'), number => int.Parse(number, CultureInfo.InvariantCulture));
            var isJoined = numbers.Length > 3;
            var space = at < text.Length ? text.IndexOf(' ', at) : -1;
            var end = isJoined ? at + numbers[3] : space < 0 ? text.Length : space;
            if (at >= end || end > text.Length)
            {
                return [];
            }

            var from = start + TimeSpan.FromMilliseconds(numbers[0]);
            words.Add(new Word(from, from + TimeSpan.FromMilliseconds(numbers[1]), text[at..end], numbers[2] / 100d));
            at = isJoined ? end : end + 1;
        }

        // A text that was cut to fit has lost words.
        return at == text.Length + 1 ? words : [];
    }

    private static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);
}
