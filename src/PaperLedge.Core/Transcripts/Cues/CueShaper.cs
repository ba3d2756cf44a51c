namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>Makes cues of segments: the one place that knows how captions are laid out.</summary>
public static class CueShaper
{
    /// <param name="segments">In any state; see <see cref="Timeline"/>.</param>
    /// <param name="shape">No line of any cue is longer and no cue has more lines.</param>
    /// <param name="language">A BCP 47 tag; says which words are not parted from what follows. English if not given.</param>
    /// <param name="duration">Of the audio, after which no cue ends; null where nobody knows it. See <see cref="Timeline"/> for exceptions.</param>
    /// <returns>Cues in order, which never overlap, each ending after it starts; together they hold all text.</returns>
    public static IReadOnlyList<Cue> Shape(IReadOnlyList<Segment> segments, CueShape shape, string language = "en", TimeSpan? duration = null)
    {
        var timeline = Timeline.Of(segments, duration);
        var (text, end) = (new CueText(timeline, shape, language), End(timeline, duration));
        return CueClock.Set(text, CueCutter.Cut(text, end), end);
    }

    /// <summary>Of the audio, in whole milliseconds; where nobody knows it, later than anything.</summary>
    internal static long End(IReadOnlyList<Segment> timeline, TimeSpan? duration) =>
        duration is { } audio && (timeline.Count == 0 || timeline[^1].End <= audio) ? CueText.Milliseconds(audio) : long.MaxValue / 4;
}
