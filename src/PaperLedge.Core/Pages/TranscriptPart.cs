using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Pages;

/// <summary>A stretch of a transcript under one heading.</summary>
/// <param name="Paragraphs">At least one; a chapter's part may have none, where nothing was heard.</param>
/// <param name="Chapter">Null in an episode without chapters, and before the first.</param>
public sealed record TranscriptPart(IReadOnlyList<Paragraph> Paragraphs, Chapter? Chapter = null)
{
    /// <summary>As long as one reads without wanting to know how far one has come.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    /// <summary>A producer sets a chapter by ear, and recognition a sentence by its first sound.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(0.5);

    public TimeSpan Start => Chapter?.Start ?? Paragraphs[0].Start;

    /// <summary>
    /// A part for each chapter; in an episode without any, parts of about five minutes. A transcript that is not much longer
    /// is one part, which needs no heading of its own.
    /// </summary>
    /// <param name="timeline">See <see cref="Timeline"/>.</param>
    public static IReadOnlyList<TranscriptPart> Of(IReadOnlyList<Segment> timeline, IReadOnlyList<Chapter> chapters) =>
        chapters.Count > 0
            ? OfChapters(timeline, chapters)
            : [.. Paragraph.Of(timeline).GroupBy(paragraph => (long)(paragraph.Start / Length)).Select(group => new TranscriptPart([.. group]))];

    /// <summary>A sentence during which a chapter starts belongs to the chapter before.</summary>
    private static List<TranscriptPart> OfChapters(IReadOnlyList<Segment> timeline, IReadOnlyList<Chapter> chapters)
    {
        var parts = new List<TranscriptPart>();
        Chapter? current = null;
        var (taken, end) = (0, 0);
        foreach (var next in chapters)
        {
            while (end < timeline.Count && timeline[end].Start < next.Start - Tolerance)
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
