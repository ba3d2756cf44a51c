using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts;

/// <summary>Normalises a transcript's segments for all formats.</summary>
/// <remarks>
/// Text is on one line and not empty; times are whole milliseconds; each segment ends after it starts, and none starts before
/// the one before it has ended. A sound is cut short where the next segment starts.
/// </remarks>
public static class Timeline
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    // Speech later than this after the end shows that the file declares a wrong duration, as files joined from several do.
    private static readonly TimeSpan s_overrun = TimeSpan.FromSeconds(5);

    /// <returns>
    /// Segments with their <see cref="Segment.Speaker"/>, including the transcript's one speaker; null for a transcript without one.
    /// </returns>
    public static IReadOnlyList<Segment> Of(Transcript transcript)
    {
        var narrator = PlainText.OneLine(transcript.Speaker) is { Length: > 0 } name ? name : null;
        // A sound has no speaker, unless the captions name one, such as for a laugh.
        var spoken = transcript.Segments.Select(segment =>
            segment.Kind == SegmentKind.Sound ? segment : segment with { Speaker = segment.Speaker ?? narrator });
        return Of([.. spoken], transcript.Duration);
    }

    /// <param name="duration">
    /// Of the audio; null if unknown. No segment ends later, if the audio has a millisecond for each, unless one starts more than
    /// five seconds later.
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

            end = Later(end, start + s_shortest);
            timeline.Add(segment with { Start = start, End = end });
            free = end;
        }

        Curtail(timeline, duration);
        return timeline;
    }

    // Times of engines and editors can run a little past the audio's end. Such segments move before the end.
    private static void Curtail(List<Segment> timeline, TimeSpan? duration)
    {
        if (duration is not { } audio || timeline.Exists(segment => segment.Start > audio + s_overrun))
        {
            return;
        }

        var end = TimeSpan.FromMilliseconds(Math.Floor(audio.TotalMilliseconds));
        for (var i = timeline.Count - 1; i >= 0 && timeline[i].End > end; i--)
        {
            end = Later(end, (i + 1) * s_shortest);
            timeline[i] = timeline[i] with { Start = Earlier(timeline[i].Start, end - s_shortest), End = end };
            end = timeline[i].Start;
        }
    }

    // An unnamed speaker is not the narrator.
    private static string? Name(string? speaker) => speaker is null ? null : PlainText.OneLine(speaker);

    private static TimeSpan Round(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
