using System.Globalization;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Segments;

/// <summary>
/// The words of a segment in one property. Their texts are the segment's, split at spaces, so it holds for each word only
/// <c>start:length:probability</c>: milliseconds from the segment's start, milliseconds, hundredths.
/// </summary>
internal static class WordColumn
{
    /// <returns>Null where the words do not say what the segment says, or would not fit.</returns>
    public static string? Write(Segment segment)
    {
        if (segment.Words.Count == 0 || !segment.Words.Select(word => word.Text).SequenceEqual(segment.Text.Split(' ')))
        {
            return null;
        }

        var column = string.Join(' ', segment.Words.Select(word => string.Create(
            CultureInfo.InvariantCulture,
            $"{Milliseconds(word.Start - segment.Start)}:{Milliseconds(word.End - word.Start)}:{(int)Math.Round(word.Probability * 100)}")));
        return column.Length <= Texts.MaxCharacters ? column : null;
    }

    public static IReadOnlyList<Word> Read(string? column, TimeSpan start, string text)
    {
        if (column is null)
        {
            return [];
        }

        var texts = text.Split(' ');
        var entries = column.Split(' ');
        return texts.Length == entries.Length ? [.. entries.Zip(texts, (entry, word) => ReadWord(entry, start, word))] : [];
    }

    private static Word ReadWord(string entry, TimeSpan start, string text)
    {
        var numbers = Array.ConvertAll(entry.Split(':'), number => int.Parse(number, CultureInfo.InvariantCulture));
        var from = start + TimeSpan.FromMilliseconds(numbers[0]);
        return new Word(from, from + TimeSpan.FromMilliseconds(numbers[1]), text, numbers[2] / 100d);
    }

    private static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);
}
