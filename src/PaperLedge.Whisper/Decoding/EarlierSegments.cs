using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Windows;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Gives windows what an earlier run recognised in them. Windows are cut at the same places each time, and segments come in their order, so
/// the earlier run got through every window that ends before its last segment starts. For one run.
/// </summary>
internal sealed class EarlierSegments
{
    /// <summary>The last window's words may reach a little behind its end.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(2);

    private readonly Queue<Segment> _speech;
    private readonly TimeSpan _through;

    /// <param name="segments">As the earlier run gave them; sounds among them are found again.</param>
    public EarlierSegments(IReadOnlyList<Segment> segments)
    {
        _speech = new(segments.Where(segment => segment.Kind == SegmentKind.Speech));
        _through = _speech.Count == 0 ? TimeSpan.Zero : _speech.Last().Start;
    }

    /// <summary>To be asked for each window in order.</summary>
    /// <returns>The window's segments and the one behind them; null if the window is to be recognised.</returns>
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
