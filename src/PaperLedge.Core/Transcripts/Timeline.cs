namespace PaperLedge.Core.Transcripts;

/// <summary>
/// A transcript's segments as every format writes them: text on one line and not empty, whole milliseconds, each
/// ending after it starts and none starting before the one in front of it has ended.
/// </summary>
public static class Timeline
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    public static IReadOnlyList<Segment> Of(IReadOnlyList<Segment> segments)
    {
        var timeline = new List<Segment>(segments.Count);
        var free = TimeSpan.Zero;
        foreach (var segment in segments)
        {
            var text = PlainText.OneLine(segment.Text);
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var start = Later(Round(segment.Start), free);
            var end = Later(Round(segment.End), start + Shortest);
            timeline.Add(segment with { Start = start, End = end, Text = text });
            free = end;
        }

        return timeline;
    }

    private static TimeSpan Round(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
