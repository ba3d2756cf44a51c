namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>
/// Captions that scroll up, as YouTube's automatic ones do, repeat in each cue the last line of the one before. Read as a text,
/// everything would be said twice.
/// </summary>
internal static class RollUp
{
    /// <summary>Repeats of a song's line have a pause between them; scrolled lines follow at once.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(200);

    /// <param name="cues">In order, each with text.</param>
    public static IReadOnlyList<Cue> Remove(IReadOnlyList<Cue> cues)
    {
        var lines = cues.Select(cue => cue.Text.Split('\n')).ToList();
        var repeated = cues.Select((_, i) => i == 0 ? 0 : Repeated(cues[i - 1], cues[i], lines[i - 1], lines[i])).ToList();

        // Somebody may say a thing twice. In a file that scrolls most cues repeat a line, and more than one adds a line to what it repeats.
        var scrolled = repeated.Where((count, i) => count > 0 && count < lines[i].Length).Count();
        if (scrolled < 2 || repeated.Count(count => count > 0) * 2 < cues.Count - 1)
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

    /// <summary>How many of the first lines are the last of the cue before.</summary>
    private static int Repeated(Cue before, Cue cue, string[] linesBefore, string[] lines)
    {
        if (cue.Start - before.End > AtOnce || (lines.Length > 1 && lines.Distinct().Count() == 1))
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
