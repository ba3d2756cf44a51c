namespace PaperLedge.Core.Transcripts;

/// <summary>What was said, without what else was heard.</summary>
public static class SpokenWords
{
    public static string Of(IEnumerable<Segment> segments) =>
        WordBreaks.Join(segments.Where(segment => segment.Kind == SegmentKind.Speech).Select(segment => segment.Text));
}
