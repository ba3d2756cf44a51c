using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts;

/// <summary>Segments of a <see cref="Timeline"/> up to a pause, another speaker, another language or a length limit.</summary>
/// <param name="Segments">At least one; one sound, or speech of one speaker in one language.</param>
public sealed record Paragraph(IReadOnlyList<Segment> Segments)
{
    // Characters, about five lines of a page; a paragraph ends with the first sentence that reaches it.
    private const int FairLength = 400;

    // A paragraph ends with any segment that reaches this, so that speech without full stops has paragraphs too.
    private const int LongestLength = 900;

    // A narrator's breath is shorter.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    public TimeSpan Start => Segments[0].Start;

    public SegmentKind Kind => Segments[0].Kind;

    /// <inheritdoc cref="Segment.Speaker"/>
    public string? Speaker => Segments[0].Speaker;

    /// <summary>Null for the transcript's language.</summary>
    public string? Language => Segments[0].Language;

    public string Text => WordBreaks.Join(Segments.Select(segment => segment.Text));

    public static IReadOnlyList<Paragraph> Of(IReadOnlyList<Segment> timeline)
    {
        var paragraphs = new List<Paragraph>();
        var current = new List<Segment>();
        var length = 0;
        for (var i = 0; i < timeline.Count; i++)
        {
            current.Add(timeline[i]);
            length += timeline[i].Text.Length + 1;
            if (i + 1 < timeline.Count && !Ends(timeline[i], timeline[i + 1], length))
            {
                continue;
            }

            paragraphs.Add(new Paragraph(current));
            (current, length) = ([], 0);
        }

        return paragraphs;
    }

    private static bool Ends(Segment segment, Segment next, int length) =>
        segment.Kind == SegmentKind.Sound
        || next.Kind == SegmentKind.Sound
        || segment.Speaker != next.Speaker
        || segment.Language != next.Language
        || next.Start - segment.End >= s_pause
        || length >= LongestLength
        || (length >= FairLength && Punctuation.EndsSentence(segment.Text));
}
