namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>One stretch of time for several cues, one after another.</summary>
internal static class CueShare
{
    /// <param name="cues">At least one, none without text; their own times do not count.</param>
    /// <returns>The cues, timed by the length of their texts in whole milliseconds, at least one each.</returns>
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
