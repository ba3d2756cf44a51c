namespace PaperLedge.Core.Transcripts;

/// <summary>The words of a segment with their own times, where those can be trusted.</summary>
internal static class TimedWords
{
    /// <summary>None where they do not say what the segment says, as after a correction.</summary>
    /// <param name="segment">Of a <see cref="Timeline"/>.</param>
    /// <returns>Clean words, in order of time and none outside the segment: the timeline may have moved its ends.</returns>
    public static IReadOnlyList<Word> Of(Segment segment)
    {
        if (segment.Kind == SegmentKind.Sound || segment.Words.Count == 0)
        {
            return [];
        }

        var words = segment.Words.Select(word => word with { Text = PlainText.OneLine(word.Text) }).ToList();
        if (string.Join(' ', words.Select(word => word.Text)) != segment.Text)
        {
            return [];
        }

        var free = segment.Start;
        for (var i = 0; i < words.Count; i++)
        {
            var start = Within(words[i].Start, free, segment.End);
            free = Within(words[i].End, start, segment.End);
            words[i] = words[i] with { Start = start, End = free };
        }

        return words;
    }

    private static TimeSpan Within(TimeSpan time, TimeSpan from, TimeSpan to)
    {
        var whole = TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
        return whole < from ? from : whole > to ? to : whole;
    }
}
