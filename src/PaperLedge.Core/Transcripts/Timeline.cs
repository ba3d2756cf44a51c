namespace PaperLedge.Core.Transcripts;

/// <summary>
/// A transcript's segments as every format writes them: text on one line and not empty, whole milliseconds, each
/// ending after it starts and none starting before the one in front of it has ended. A sound gives way to what follows.
/// </summary>
public static class Timeline
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>Who speaks later than this after the end shows that the file declares a wrong duration, as one does that was joined from several.</summary>
    private static readonly TimeSpan Overrun = TimeSpan.FromSeconds(5);

    /// <returns>Segments whose <see cref="Segment.Speaker"/> says who speaks, the transcript's one speaker included; null if nobody knows.</returns>
    public static IReadOnlyList<Segment> Of(Transcript transcript)
    {
        var narrator = Name(transcript.Speaker);
        return [.. Of(transcript.Segments, transcript.Duration).Select(segment =>
            // Music has no speaker, unless someone wrote one down: who laughs, say.
            segment.Kind == SegmentKind.Sound ? segment : segment with { Speaker = segment.Speaker ?? narrator })];
    }

    /// <param name="duration">
    /// Of the audio; null where nobody knows it. No segment ends later, if the audio has a millisecond for each, unless one starts
    /// more than five seconds later.
    /// </param>
    public static IReadOnlyList<Segment> Of(IReadOnlyList<Segment> segments, TimeSpan? duration = null)
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

        Curtail(timeline, duration);
        return timeline;
    }

    /// <summary>Engines and editors count a little further than the audio goes. What they put behind its end moves in front of it.</summary>
    private static void Curtail(List<Segment> timeline, TimeSpan? duration)
    {
        if (duration is not { } audio || timeline.Exists(segment => segment.Start > audio + Overrun))
        {
            return;
        }

        var end = TimeSpan.FromMilliseconds(Math.Floor(audio.TotalMilliseconds));
        for (var i = timeline.Count - 1; i >= 0 && timeline[i].End > end; i--)
        {
            end = Later(end, (i + 1) * Shortest);
            timeline[i] = timeline[i] with { Start = Earlier(timeline[i].Start, end - Shortest), End = end };
            end = timeline[i].Start;
        }
    }

    private static string? Name(string? speaker) => PlainText.OneLine(speaker) is { Length: > 0 } name ? name : null;

    private static TimeSpan Round(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
