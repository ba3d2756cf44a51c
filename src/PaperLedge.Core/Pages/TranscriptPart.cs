using PaperLedge.Core.Episodes;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Pages;

/// <param name="Paragraphs">At least one, except in a chapter without segments.</param>
/// <param name="Chapter">Null in an episode without chapters, and before the first.</param>
public sealed record TranscriptPart(IReadOnlyList<Paragraph> Paragraphs, Chapter? Chapter = null)
{
    // Readers of longer stretches want to know how far they have come.
    private static readonly TimeSpan s_length = TimeSpan.FromMinutes(5);

    // Producers set chapters by ear, so a chapter's first word may begin this much before its time.
    private static readonly TimeSpan s_early = TimeSpan.FromSeconds(1.5);

    // A chapter begins rather after a sentence or a phrase than at the word that is so much nearer to its time.
    private static readonly TimeSpan s_sentence = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_phrase = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_breath = TimeSpan.FromSeconds(0.3);

    public TimeSpan Start => Chapter?.Start ?? Paragraphs[0].Start;

    /// <summary>Divides a transcript by chapters or, without chapters, into parts of about five minutes.</summary>
    /// <remarks>A transcript that is not much longer is one part, which needs no heading.</remarks>
    /// <param name="timeline">See <see cref="Timeline"/>.</param>
    public static IReadOnlyList<TranscriptPart> Of(IReadOnlyList<Segment> timeline, IReadOnlyList<Chapter> chapters) =>
        chapters.Count > 0
            ? OfChapters(timeline, chapters)
            : [.. Paragraph.Of(timeline)
                .GroupBy(paragraph => (long)(paragraph.Start / s_length))
                .Select(group => new TranscriptPart([.. group]))];

    // A sentence during which a chapter starts is divided between two of its words.
    private static List<TranscriptPart> OfChapters(IReadOnlyList<Segment> timeline, IReadOnlyList<Chapter> chapters)
    {
        var breaks = timeline.SelectMany((_, index) => BreaksOf(timeline, index)).ToList();
        var parts = new List<TranscriptPart>();
        Chapter? current = null;
        var taken = 0;
        foreach (var next in chapters)
        {
            Add(Find(breaks, taken, next.Start));
            current = next;
        }

        Add(breaks.Count);
        return parts;

        void Add(int until)
        {
            if (current is not null || until > taken)
            {
                parts.Add(new TranscriptPart(Paragraph.Of(Segments(timeline, breaks[taken..until])), current));
            }

            taken = until;
        }
    }

    // Before each word of a segment, or before the whole segment if its words have no times.
    private static IEnumerable<Break> BreaksOf(IReadOnlyList<Segment> timeline, int index)
    {
        var segment = timeline[index];
        var words = TimedWords.Of(segment);
        var begins = index == 0 || Punctuation.EndsSentence(timeline[index - 1].Text) ? s_sentence : s_phrase;
        yield return new Break(index, 0, words.Count > 0 ? words[0].Word.Start : segment.Start, begins);
        for (var i = 1; i < words.Count; i++)
        {
            var (before, word) = (words[i - 1].Word, words[i].Word);
            var gain = Punctuation.EndsSentence(before.Text) ? s_sentence
                : Punctuation.EndsPhrase(before.Text) || word.Start - before.End >= s_breath ? s_phrase
                : TimeSpan.Zero;
            yield return new Break(index, i, word.Start, gain);
        }
    }

    // The index of the break where a chapter begins; their count if all is said before it.
    private static int Find(List<Break> breaks, int from, TimeSpan start)
    {
        var (best, least) = (breaks.Count, TimeSpan.MaxValue);
        for (var i = from; i < breaks.Count && (least == TimeSpan.MaxValue || breaks[i].Time - start <= least + s_sentence); i++)
        {
            var cost = (breaks[i].Time - start).Duration() - breaks[i].Gain;
            if (breaks[i].Time >= start - s_early && cost < least)
            {
                (best, least) = (i, cost);
            }
        }

        return best;
    }

    private static List<Segment> Segments(IReadOnlyList<Segment> timeline, List<Break> breaks) =>
        [
            .. breaks.GroupBy(place => place.Segment).Select(group =>
                TimedWords.Part(timeline[group.Key], group.First().Word, group.First().Word + group.Count())),
        ];

    // Word is the index of the word after the break, in the segment; Gain is how much farther from a chapter's time than a break within a
    // phrase it may be.
    private sealed record Break(int Segment, int Word, TimeSpan Time, TimeSpan Gain);
}
