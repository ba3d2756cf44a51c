namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>What may stand in one cue: one sound, or speech of one speaker in one language without a long pause.</summary>
/// <param name="Words">At least one.</param>
/// <param name="Speaker">Who begins to speak, or null where that is who spoke before.</param>
/// <param name="Language">Null where it is the transcript's.</param>
internal sealed record CueRun(IReadOnlyList<CueWord> Words, string? Speaker, string? Language)
{
    /// <summary>Words on the screen before they are said tell too early what comes.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);

    /// <param name="timeline">See <see cref="Timeline"/>.</param>
    public static IEnumerable<CueRun> Of(IReadOnlyList<Segment> timeline, CueShape shape)
    {
        var words = new List<CueWord>();
        string? speaker = null, named = null, language = null;
        for (var i = 0; i < timeline.Count; i++)
        {
            var segment = timeline[i];
            var joins = i > 0 && segment.Kind == SegmentKind.Speech && timeline[i - 1].Kind == SegmentKind.Speech
                && segment.Speaker == timeline[i - 1].Speaker && segment.Language == timeline[i - 1].Language;
            var isSpaced = i == 0 || WordBreaks.TakesSpace(timeline[i - 1].Text);
            foreach (var word in CueWords.Of(Shown(segment), isSpaced, shape.LineLength))
            {
                if (words.Count > 0 && (!joins || word.Start - words[^1].End > Pause))
                {
                    yield return Labelled(words, named, language, shape);
                    (words, named) = ([], null);
                }

                if (!joins && segment.Speaker is { } name && name != speaker)
                {
                    speaker = named = name;
                }

                (joins, language) = (true, segment.Language);
                words.Add(word);
            }
        }

        if (words.Count > 0)
        {
            yield return Labelled(words, named, language, shape);
        }
    }

    /// <summary>Where names stand in the text, the name goes in front as one word, of a line at most.</summary>
    private static CueRun Labelled(List<CueWord> words, string? speaker, string? language, CueShape shape) => new(
        speaker is not null && shape.NamesInText ? [new CueWord(shape.Label(speaker), true, words[0].Start, words[0].Start), .. words] : words,
        speaker,
        language);

    /// <summary>Nobody reads [music] for a minute.</summary>
    private static Segment Shown(Segment segment) => segment.Kind == SegmentKind.Sound && segment.End - segment.Start > CueClock.Longest
        ? segment with { End = segment.Start + CueClock.Longest }
        : segment;
}
