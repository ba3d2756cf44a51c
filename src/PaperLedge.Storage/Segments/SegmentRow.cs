using System.Globalization;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Segments;

internal static class SegmentRow
{
    private const string StartSeconds = "StartSeconds", EndSeconds = "EndSeconds", Kind = "Kind", Speaker = "Speaker";
    private const string Language = "Language", Text = "Text", Words = "Words", AverageLogProbability = "AverageLogProbability";
    private const string NoSpeechProbability = "NoSpeechProbability";

    public static TableEntity Write(string partition, string rowKey, Segment segment) => new(partition, rowKey)
    {
        [StartSeconds] = segment.Start.TotalSeconds,
        [EndSeconds] = segment.End.TotalSeconds,
        [Kind] = segment.Kind == SegmentKind.Speech ? null : segment.Kind.ToString(),
        [Speaker] = segment.Speaker,
        [Language] = segment.Language,
        [Text] = TableText.Fit(segment.Text),
        [Words] = WordColumn.Write(segment),
        [AverageLogProbability] = segment.AverageLogProbability,
        [NoSpeechProbability] = segment.NoSpeechProbability,
    };

    public static Segment Read(TableEntity row)
    {
        var start = TableTime.Read(row, StartSeconds);
        var text = row.GetString(Text);
        return new Segment(
            start,
            TableTime.Read(row, EndSeconds),
            text,
            row.GetDouble(AverageLogProbability)!.Value,
            row.GetDouble(NoSpeechProbability)!.Value)
        {
            Kind = row.GetString(Kind) is { } kind ? Enum.Parse<SegmentKind>(kind) : SegmentKind.Speech,
            Speaker = row.GetString(Speaker),
            Language = row.GetString(Language),
            Words = WordColumn.Read(row.GetString(Words), start, text),
        };
    }
}

internal static class SegmentKeys
{
    // A revision has a fixed length, so the hyphen before it is always the last one.
    public static string Partition(EpisodeSlug slug, Revision revision) => $"{slug.Value}-{revision.Value}";

    /// <returns>The arguments of <see cref="Partition"/>.</returns>
    public static (EpisodeSlug Slug, Revision Revision) Parse(string partition)
    {
        var hyphen = partition.LastIndexOf('-');
        return (EpisodeSlug.Parse(partition[..hyphen]), Revision.Parse(partition[(hyphen + 1)..]));
    }

    /// <summary>The row that completes a transcript.</summary>
    public const string Head = "transcript";

    public const string CorrectionPrefix = "edit-";

    /// <returns>The beginning of the keys of the segments that were recognised by a plan.</returns>
    public static string Prefix(string plan) => $"{plan}-";

    /// <returns>The beginning of the keys of a correction's segments; no plan's name begins like this.</returns>
    public static string Correction(string tag) => $"{CorrectionPrefix}{tag}-";

    public static string CorrectionRow(string tag, int index) => Correction(tag) + Index(index);

    public static string Row(string plan, int index) => Prefix(plan) + Index(index);

    // Six digits hold more than a word a second for a day.
    private static string Index(int index) => index.ToString("D6", CultureInfo.InvariantCulture);
}

// The words' texts are in the segment's: a word ends at the next space or at the text's end. Start (from the segment's) and length are
// milliseconds, the probability is hundredths. Where the next word follows without a space, :units adds the word's length in UTF-16.
/// <summary>Words of a segment in one property, each as <c>start:length:probability</c>.</summary>
internal static class WordColumn
{
    /// <returns>Null if the words do not make up the segment's text, or would not fit.</returns>
    public static string? Write(Segment segment)
    {
        var words = segment.Words;
        if (words.Count == 0
            || words.Any(word => word.Text.Contains(' ', StringComparison.Ordinal))
            || TimedWords.Places(segment.Text, words) is not { } places)
        {
            return null;
        }

        var column = string.Join(' ', words.Select((word, i) =>
        {
            var isJoined = i + 1 < words.Count && places[i + 1] == places[i] + word.Text.Length;
            var (start, length) = (Milliseconds(word.Start - segment.Start), Milliseconds(word.End - word.Start));
            var entry = string.Create(CultureInfo.InvariantCulture, $"{start}:{length}:{(int)Math.Round(word.Probability * 100)}");
            return isJoined ? string.Create(CultureInfo.InvariantCulture, $"{entry}:{word.Text.Length}") : entry;
        }));
        return column.Length <= TableText.MaxCharacters ? column : null;
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
