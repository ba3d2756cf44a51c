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
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(83);

    /// <summary>A longer gap is seen as one; a shorter one flickers and is closed.</summary>
    private static readonly TimeSpan Close = TimeSpan.FromMilliseconds(500);

    /// <summary>How far a cue may begin from its first word to leave time to a neighbour; lips are not seen here, so nobody notices.</summary>
    private static readonly TimeSpan Loan = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>How long it takes to read.</summary>
    public static TimeSpan Reading(int characters) => Later(TimeSpan.FromMilliseconds(Math.Ceiling(characters * 1000 / CharactersPerSecond)), Shortest);

    /// <param name="cues">In order, timed as their words are said.</param>
    /// <returns>The same cues; none overlaps another and each ends after it starts.</returns>
    public static IReadOnlyList<Cue> Set(IReadOnlyList<Cue> cues)
    {
        var starts = Starts(cues);
        var set = new List<Cue>(cues.Count);
        for (var i = 0; i < cues.Count; i++)
        {
            var (start, next) = (starts[i], starts[i + 1]);
            var needed = start + Reading(cues[i].Text.Length);
            var end = Earlier(Earlier(Later(cues[i].End, needed), start + Longest), next);
            if (next - end < Close)
            {
                // Who has no time to spare keeps the two frames.
                end = Earlier(next - Gap >= needed ? next - Gap : next, start + Longest);
            }

            set.Add(cues[i] with { Start = start, End = Later(end, start + Tick) });
        }

        return set;
    }

    /// <returns>When each cue begins and, behind the last, the end of time.</returns>
    private static TimeSpan[] Starts(IReadOnlyList<Cue> cues)
    {
        var starts = new TimeSpan[cues.Count + 1];
        for (var i = 0; i < cues.Count; i++)
        {
            starts[i] = i == 0 ? cues[i].Start : Later(cues[i].Start, starts[i - 1] + Tick);
        }

        starts[^1] = TimeSpan.MaxValue;
        for (var i = 0; i < cues.Count; i++)
        {
            var reading = Reading(cues[i].Text.Length);
            var missing = reading - (starts[i + 1] - starts[i]);
            if (missing > TimeSpan.Zero && i > 0)
            {
                // From the silence before it, of which the cue before leaves what it needs.
                var free = starts[i] - Later(Later(cues[i - 1].End, starts[i - 1] + Reading(cues[i - 1].Text.Length)), cues[i].Start - Loan);
                var loan = Later(Earlier(free, missing), TimeSpan.Zero);
                (starts[i], missing) = (starts[i] - loan, missing - loan);
            }

            if (missing > TimeSpan.Zero && i + 2 < starts.Length)
            {
                // From the cue behind it, if that has more time than it takes to read.
                var spare = starts[i + 2] - starts[i + 1] - Reading(cues[i + 1].Text.Length);
                starts[i + 1] += Later(Earlier(Earlier(spare, missing), cues[i + 1].Start + Loan - starts[i + 1]), TimeSpan.Zero);
            }
        }

        return starts;
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
