using PaperLedge.Core.Cues;

namespace PaperLedge.Core.Captions;

/// <remarks>
/// Captions that scroll up, such as YouTube's automatic ones, repeat the last line of the cue before in each cue. Read as text,
/// everything would appear twice.
/// </remarks>
internal static class RollUp
{
    // A repeated line of a song comes after a pause; a scrolled line follows immediately.
    private static readonly TimeSpan s_atOnce = TimeSpan.FromMilliseconds(200);

    /// <param name="cues">In order, each with text.</param>
    public static IReadOnlyList<Cue> Remove(IReadOnlyList<Cue> cues)
    {
        var lines = cues.Select(cue => cue.Text.Split('\n')).ToList();
        var repeated = cues.Select((_, i) => i == 0 ? 0 : Repeated(cues[i - 1], cues[i], lines[i - 1], lines[i])).ToList();

        // Speakers repeat themselves, and a chorus is one line twice in a cue. In a scrolling file most cues repeat a line, and at least
        // two add a line to the repeated one.
        var scrolls = repeated.Where((count, i) => count > 0 && !IsChorus(lines[i])).Count();
        var adds = repeated.Where((count, i) => count > 0 && count < lines[i].Length && !IsChorus(lines[i])).Count();
        if (adds < 2 || scrolls * 2 < cues.Count - 1)
        {
            return cues;
        }

        var kept = new List<Cue>(cues.Count);
        for (var i = 0; i < cues.Count; i++)
        {
            if (repeated[i] < lines[i].Length)
            {
                kept.Add(cues[i] with { Text = string.Join('\n', lines[i].Skip(repeated[i])) });
            }
            else if (cues[i].End > kept[^1].End)
            {
                kept[^1] = kept[^1] with { End = cues[i].End };
            }
        }

        return kept;
    }

    private static bool IsChorus(string[] lines) => lines.Length > 1 && lines.Distinct().Count() == 1;

    // The number of leading lines that repeat the last lines of the cue before.
    private static int Repeated(Cue before, Cue cue, string[] linesBefore, string[] lines)
    {
        if (cue.Start - before.End > s_atOnce)
        {
            return 0;
        }

        for (var count = Math.Min(linesBefore.Length, lines.Length); count > 0; count--)
        {
            if (linesBefore.AsSpan(^count..).SequenceEqual(lines.AsSpan(..count)))
            {
                return count;
            }
        }

        return 0;
    }
}

internal static class CueShare
{
    /// <param name="cues">At least one, each with text; their own times are ignored.</param>
    /// <returns>The cues, timed in proportion to their texts' lengths in whole milliseconds, at least one each.</returns>
    public static IEnumerable<Cue> Out(TimeSpan start, TimeSpan end, IReadOnlyList<Cue> cues)
    {
        var (total, shown, from) = (cues.Sum(cue => (long)cue.Text.Length), 0L, start);
        var spare = Math.Max(0, (long)(end - start).TotalMilliseconds - cues.Count);
        for (var i = 0; i < cues.Count; i++)
        {
            shown += cues[i].Text.Length;
            var to = start + TimeSpan.FromMilliseconds(i + 1 + (spare * shown / total));
            yield return cues[i] with { Start = from, End = to };
            from = to;
        }
    }
}
