namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>Makes cues of segments: the one place that knows how captions are laid out.</summary>
public static class CueShaper
{
    /// <param name="segments">In any state; see <see cref="Timeline"/>.</param>
    /// <param name="shape">No line of any cue is longer and no cue has more lines.</param>
    /// <param name="language">A BCP 47 tag; says which words are not parted from what follows. English if not given.</param>
    /// <returns>Cues in order, which never overlap, each ending after it starts; together they hold all text.</returns>
    public static IReadOnlyList<Cue> Shape(IReadOnlyList<Segment> segments, CueShape shape, string language = "en")
    {
        var cues = new List<Cue>();
        foreach (var run in CueRun.Of(Timeline.Of(segments), shape))
        {
            var words = BreakWords.Of(run.Language ?? language);
            cues.AddRange(CueCutter.Cut(shape.NamesInText && run.Speaker is not null ? Labelled(run, shape) : run, shape, words));
        }

        return CueClock.Set(cues);
    }

    /// <summary>The name goes in front as one word, of a line at most.</summary>
    private static CueRun Labelled(CueRun run, CueShape shape) =>
        run with { Words = [new CueWord(shape.Label(run.Speaker!), true, run.Words[0].Start, run.Words[0].Start), .. run.Words] };
}
