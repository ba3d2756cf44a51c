using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Pages;

/// <param name="Paragraphs">At least one, except in a chapter without segments.</param>
/// <param name="Chapter">Null in an episode without chapters, and before the first.</param>
public sealed record TranscriptPart(IReadOnlyList<Paragraph> Paragraphs, Chapter? Chapter = null)
{
    // Readers of longer stretches want to know how far they have come.
    private static readonly TimeSpan s_length = TimeSpan.FromMinutes(5);

    // Producers set chapters by ear; recognition sets a sentence at its first sound.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(0.5);

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

    // A sentence during which a chapter starts belongs to the chapter before.
    private static List<TranscriptPart> OfChapters(IReadOnlyList<Segment> timeline, IReadOnlyList<Chapter> chapters)
    {
        var parts = new List<TranscriptPart>();
        Chapter? current = null;
        var (taken, end) = (0, 0);
        foreach (var next in chapters)
        {
            while (end < timeline.Count && timeline[end].Start < next.Start - s_tolerance)
            {
                end++;
            }

            Add(end);
            (current, taken) = (next, end);
        }

        Add(timeline.Count);
        return parts;

        void Add(int until)
        {
            if (current is not null || until > taken)
            {
                parts.Add(new TranscriptPart(Paragraph.Of([.. timeline.Skip(taken).Take(until - taken)]), current));
            }
        }
    }
}
