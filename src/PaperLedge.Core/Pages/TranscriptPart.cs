using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Pages;

/// <summary>A stretch of a transcript under one heading.</summary>
/// <param name="Paragraphs">At least one.</param>
public sealed record TranscriptPart(IReadOnlyList<Paragraph> Paragraphs)
{
    /// <summary>As long as one reads without wanting to know how far one has come.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    public TimeSpan Start => Paragraphs[0].Start;

    /// <summary>Parts of about five minutes; a transcript that is not much longer is one part, which needs no heading of its own.</summary>
    /// <param name="timeline">See <see cref="Timeline"/>.</param>
    public static IReadOnlyList<TranscriptPart> Of(IReadOnlyList<Segment> timeline)
    {
        var parts = new List<TranscriptPart>();
        foreach (var group in Paragraph.Of(timeline).GroupBy(paragraph => (long)(paragraph.Start / Length)))
        {
            parts.Add(new TranscriptPart([.. group]));
        }

        return parts;
    }
}
