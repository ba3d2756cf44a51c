namespace PaperLedge.Core.Cues;

/// <summary>Times cues: as long as their words are spoken, and longer where they would be too fast to read and time is left.</summary>
/// <remarks>The numbers come from captioning guides (Netflix Timed Text Style Guide, BBC Subtitle Guidelines).</remarks>
internal static class CueClock
{
    // Viewers read a cue that stays longer a second time.
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(7);

    // A shorter cue is a flash: 20 frames at 24 a second.
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(833);

    public const double ColumnsPerSecond = 17;

    // Milliseconds. Two empty frames show the eye that the text is new.
    private const long Gap = 83;

    // Milliseconds. A longer gap is visible as a gap; a shorter one flickers and is closed.
    private const long Close = 500;

    // In each pass, time given up by one cue moves on by one cue.
    private const int Sweeps = 4;

    private static readonly long s_longestMilliseconds = CueText.Milliseconds(Longest);

    // Returns the reading time of a text at ColumnsPerSecond, in milliseconds.
    public static long AtFullSpeed(int columns) => (long)Math.Ceiling(columns * 1000 / ColumnsPerSecond);

    // Returns the shortest good display time of a cue with this much text, in milliseconds.
    public static long Reading(int columns) => Math.Max(AtFullSpeed(columns), CueText.Milliseconds(Shortest));

    /// <param name="spans">All words, in order.</param>
    /// <param name="end">Of the audio, in milliseconds.</param>
    /// <returns>
    /// Cues that do not overlap, each ending after its start and none after the audio, if the audio has a millisecond for each.
    /// </returns>
    public static IReadOnlyList<Cue> Set(CueText text, IReadOnlyList<CueSpan> spans, long end)
    {
        var starts = Starts(text, spans, end);
        var cues = new List<Cue>(spans.Count);
        for (var i = 0; i < spans.Count; i++)
        {
            var (from, to, _) = spans[i];
            var (start, next) = (starts[i], starts[i + 1]);
            var needed = start + Reading(text.Length(from, to));
            var shown = Math.Min(Math.Min(Math.Max(text.End(to - 1), needed), start + s_longestMilliseconds), next);
            if (i + 1 < spans.Count && next - shown < Close)
            {
                // A cue without time to spare keeps the two frames.
                shown = Math.Min(next - Gap >= needed ? next - Gap : next, start + s_longestMilliseconds);
            }

            cues.Add(new Cue(
                TimeSpan.FromMilliseconds(start),
                TimeSpan.FromMilliseconds(Math.Max(shown, start + 1)),
                text.Lay(from, to),
                text.Speaker(from))
            {
                Language = text.Language(from),
            });
        }

        return cues;
    }

    // Returns each cue's start and, after the last, the end of the audio.
    private static long[] Starts(CueText text, IReadOnlyList<CueSpan> spans, long end)
    {
        long[] starts = [.. spans.Select(span => span.Start), end];
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var i = 1; i < spans.Count; i++)
            {
                // Forwards and backwards in turn.
                var cue = sweep % 2 == 0 ? i : spans.Count - i;
                starts[cue] = Between(text, spans[cue - 1], spans[cue], starts[cue - 1], starts[cue], starts[cue + 1]);
            }
        }

        // Guarantees each cue a millisecond, whatever the words' times are.
        for (var i = 1; i < spans.Count; i++)
        {
            starts[i] = Math.Max(starts[i], starts[i - 1] + 1);
        }

        for (var i = spans.Count - 1; i >= 0; i--)
        {
            starts[i] = Math.Max(Math.Min(starts[i], starts[i + 1] - 1), i);
        }

        return starts;
    }

    // Returns the boundary at which both cues are readable or, without the time for that, equally fast.
    private static long Between(CueText text, CueSpan one, CueSpan other, long start, long now, long end)
    {
        var (first, second) = (Reading(text.Length(one.From, one.To)), Reading(text.Length(other.From, other.To)));
        var (isFirstFast, isSecondFast) = (first > now - start, second > end - now);
        if (!isFirstFast && !isSecondFast)
        {
            return now;
        }

        var best = first + second <= end - start ? Math.Clamp(now, start + first, end - second)
            : isFirstFast && isSecondFast ? start + ((end - start) * first / (first + second))
            // The time is too short for both, so the readable cue stays readable.
            : isFirstFast ? Math.Max(now, end - second)
            : Math.Min(now, start + first);
        var (earliest, _, latest) = text.Start(other.From);
        return Math.Clamp(best, earliest, latest);
    }
}
