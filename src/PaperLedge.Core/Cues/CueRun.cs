using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Cues;

/// <summary>Words that can share a cue: one sound, or speech of one speaker in one language without a long pause.</summary>
/// <param name="Words">At least one.</param>
/// <param name="Speaker">The speaker who begins here; empty for an unnamed one, and null if the speaker does not change.</param>
/// <param name="Language">Null for the transcript's language.</param>
internal sealed record CueRun(IReadOnlyList<CueWord> Words, string? Speaker, string? Language)
{
    // Whether the first word says who speaks.
    public bool IsLabelled { get; init; }

    // Words on the screen before they are spoken reveal too early what comes.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1.5);

    /// <param name="timeline">See <see cref="Timeline"/>.</param>
    public static IEnumerable<CueRun> Of(IReadOnlyList<Segment> timeline, CueShape shape)
    {
        var words = new List<CueWord>();
        string? named = null, language = null;
        var speaker = "";
        for (var i = 0; i < timeline.Count; i++)
        {
            var segment = timeline[i];
            var joins = i > 0 && segment.Kind == SegmentKind.Speech && timeline[i - 1].Kind == SegmentKind.Speech
                && segment.Speaker == timeline[i - 1].Speaker && segment.Language == timeline[i - 1].Language;
            var isSpaced = i == 0 || WordBreaks.TakesSpace(timeline[i - 1].Text);
            foreach (var word in CueWords.Of(Shown(segment), isSpaced, shape))
            {
                if (words.Count > 0 && (!joins || word.Start - words[^1].End > s_pause))
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

    // Where the format has names in the text, the name is prepended as one word, at most a line long. No format can name an unnamed
    // speaker.
    private static CueRun Labelled(List<CueWord> words, string? speaker, string? language, CueShape shape)
    {
        if (speaker is null || (speaker.Length > 0 && !shape.NamesInText))
        {
            return new CueRun(words, speaker, language);
        }

        var label = speaker.Length > 0 ? shape.Label(speaker) : Segment.UnnamedMark;
        return new CueRun([new CueWord(label, true, words[0].Start, words[0].Start), .. words], speaker, language) { IsLabelled = true };
    }

    // [music] need not stay on the screen for a minute.
    private static Segment Shown(Segment segment) => segment.Kind == SegmentKind.Sound && segment.End - segment.Start > CueClock.Longest
        ? segment with { End = segment.Start + CueClock.Longest }
        : segment;
}
