namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>
/// When cues stand on the screen: as long as their words are said, and longer where they would be read too fast and time is left.
/// The numbers are the captioning guides' (Netflix Timed Text Style Guide, BBC Subtitle Guidelines).
/// </summary>
internal static class CueClock
{
    /// <summary>A cue that stays longer is read twice.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(7);

    /// <summary>A cue that goes sooner is a flash: 20 frames at 24 a second.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(833);

    public const double CharactersPerSecond = 17;

    /// <summary>Two frames of nothing tell the eye that the text is a new one.</summary>
    private const long Gap = 83;

    /// <summary>A longer gap is seen as one; a shorter one flickers and is closed.</summary>
    private const long Close = 500;

    /// <summary>Each time, what one cue gives to the next reaches one cue further.</summary>
    private const int Sweeps = 4;

    private static readonly long LongestMilliseconds = CueText.Milliseconds(Longest);

    /// <summary>How long a text takes to read as fast as that, in milliseconds.</summary>
    public static long AtFullSpeed(int characters) => (long)Math.Ceiling(characters * 1000 / CharactersPerSecond);

    /// <summary>How long a cue with so much text should stay at least, in milliseconds.</summary>
    public static long Reading(int characters) => Math.Max(AtFullSpeed(characters), CueText.Milliseconds(Shortest));

    /// <param name="spans">All words, in order.</param>
    /// <param name="end">Of the audio, in milliseconds.</param>
    /// <returns>None overlaps another, each ends after it starts, and none after the audio, if that has a millisecond for each.</returns>
    public static IReadOnlyList<Cue> Set(CueText text, IReadOnlyList<CueSpan> spans, long end)
    {
        var starts = Starts(text, spans, end);
        var cues = new List<Cue>(spans.Count);
        for (var i = 0; i < spans.Count; i++)
        {
            var (from, to, _) = spans[i];
            var (start, next) = (starts[i], starts[i + 1]);
            var needed = start + Reading(text.Length(from, to));
            var shown = Math.Min(Math.Min(Math.Max(text.End(to - 1), needed), start + LongestMilliseconds), next);
            if (i + 1 < spans.Count && next - shown < Close)
            {
                // Who has no time to spare keeps the two frames.
                shown = Math.Min(next - Gap >= needed ? next - Gap : next, start + LongestMilliseconds);
            }

            cues.Add(new Cue(TimeSpan.FromMilliseconds(start), TimeSpan.FromMilliseconds(Math.Max(shown, start + 1)), text.Lay(from, to), text.Speaker(from))
            {
                Language = text.Language(from),
            });
        }

        return cues;
    }

    /// <returns>When each cue begins and, behind the last, the end of the audio.</returns>
    private static long[] Starts(CueText text, IReadOnlyList<CueSpan> spans, long end)
    {
        long[] starts = [.. spans.Select(span => span.Start), end];
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var i = 1; i < spans.Count; i++)
            {
                // Forwards and backwards by turns.
                var cue = sweep % 2 == 0 ? i : spans.Count - i;
                starts[cue] = Between(text, spans[cue - 1], spans[cue], starts[cue - 1], starts[cue], starts[cue + 1]);
            }
        }

        // Whatever the words' times were, there is a millisecond for each.
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

    /// <returns>When one cue gives way to the next, so that both can be read or, where there is no time for that, one as fast as the other.</returns>
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
            // Together they have too little time, so one that can be read stays so.
            : isFirstFast ? Math.Max(now, end - second)
            : Math.Min(now, start + first);
        var (earliest, _, latest) = text.Start(other.From);
        return Math.Clamp(best, earliest, latest);
    }
}
