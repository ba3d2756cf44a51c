namespace PaperLedge.Core.Transcripts;

/// <summary>
/// A transcript's segments as every format writes them: text on one line and not empty, whole milliseconds, each
/// ending after it starts and none starting before the one in front of it has ended. A sound gives way to what follows.
/// </summary>
public static class Timeline
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <returns>Segments whose <see cref="Segment.Speaker"/> says who speaks, the transcript's one speaker included; null if nobody knows.</returns>
    public static IReadOnlyList<Segment> Of(Transcript transcript)
    {
        var narrator = Name(transcript.Speaker);
        return [.. Of(transcript.Segments).Select(segment =>
            // Music has no speaker, unless someone wrote one down: who laughs, say.
            segment.Kind == SegmentKind.Sound ? segment : segment with { Speaker = segment.Speaker ?? narrator })];
    }

    public static IReadOnlyList<Segment> Of(IReadOnlyList<Segment> segments)
    {
        var written = segments.Select(segment => segment with { Text = PlainText.OneLine(segment.Text), Speaker = Name(segment.Speaker) })
            .Where(segment => !string.IsNullOrWhiteSpace(segment.Text))
            .ToList();
        var timeline = new List<Segment>(written.Count);
        var free = TimeSpan.Zero;
        for (var i = 0; i < written.Count; i++)
        {
            var (segment, start, end) = (written[i], Later(Round(written[i].Start), free), Round(written[i].End));
            if (segment.Kind == SegmentKind.Sound && i + 1 < written.Count)
            {
                end = Earlier(end, Round(written[i + 1].Start));
            }

            end = Later(end, start + Shortest);
            timeline.Add(segment with { Start = start, End = end });
            free = end;
        }

        return timeline;
    }

    private static string? Name(string? speaker) => PlainText.OneLine(speaker) is { Length: > 0 } name ? name : null;

    private static TimeSpan Round(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
