using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Speech.Decoding;

/// <summary>Segments that an earlier run recognised, handed out window by window. For one run.</summary>
internal sealed class EarlierSegments
{
    // Words of the last window may reach a little past its end.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(2);

    private readonly Queue<Segment> _speech;
    // Windows are cut at the same places each time and segments arrive in order, so the earlier run finished every window that ends before
    // its last segment starts.
    private readonly TimeSpan _through;

    /// <param name="segments">As the earlier run returned them; the sounds among them are found again.</param>
    public EarlierSegments(IReadOnlyList<Segment> segments)
    {
        _speech = new(segments.Where(segment => segment.Kind == SegmentKind.Speech));
        _through = _speech.Count == 0 ? TimeSpan.Zero : _speech.Last().Start;
    }

    /// <summary>Returns what the earlier run recognised in a window; to be called for each window in order.</summary>
    /// <returns>The window's segments and the segment after them; null if the window must be recognised.</returns>
    public (List<Segment> Segments, Segment Next)? Of(AudioWindow window)
    {
        if (window.EndTime + s_margin >= _through)
        {
            return null;
        }

        var own = new List<Segment>();
        while (_speech.TryPeek(out var segment) && segment.Start < window.EndTime)
        {
            own.Add(_speech.Dequeue());
        }

        return (own, _speech.Peek());
    }
}
