using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Speech.Decoding;

/// <summary>Reports the progress of recognition. Safe for concurrent calls.</summary>
/// <remarks>
/// Windows advance side by side: the position is the audio that all of them together have finished, and it never goes back when a
/// window is decoded again.
/// </remarks>
internal sealed class ProgressMeter(IProgress<TranscriptionProgress>? progress)
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private TranscriptionProgress _told = new(TimeSpan.Zero, 0, null);
    private TimeSpan _heard;
    private TimeSpan _cut;
    private int _words;
    private int _wordsAhead;

    public string? Language { get; set; }

    /// <summary>Begins a window; the silence before it is finished with it.</summary>
    /// <param name="silence">Between the previous window and this one.</param>
    public void Begin(AudioWindow window, TimeSpan silence)
    {
        lock (_lock)
        {
            (_heard, _cut) = (_heard + silence, window.EndTime);
        }
    }

    public void End(WindowTask window)
    {
        lock (_lock)
        {
            _heard += window.Window.EndTime - window.Window.StartTime;
            _wordsAhead += OwnWords(window);
            var position = _heard < _cut ? _heard : _cut;
            if (position - _told.Position >= s_step)
            {
                Tell(position > _told.Position ? position : _told.Position);
            }
        }
    }

    // Counts the words of a final segment. Until then the words of a window's own part are used.
    public Segment Add(Segment segment)
    {
        lock (_lock)
        {
            _words += segment.Kind == SegmentKind.Speech ? WordBreaks.Of(segment.Text).Count : 0;
        }

        return segment;
    }

    // The silence at the end is finished too.
    public void Finish(TimeSpan end)
    {
        lock (_lock)
        {
            _wordsAhead = _words;
            if (end > _told.Position || _words != _told.Words)
            {
                Tell(end > _told.Position ? end : _told.Position);
            }
        }
    }

    private void Tell(TimeSpan position)
    {
        _told = new(position, _wordsAhead, Language);
        progress?.Report(_told);
    }

    private static int OwnWords(WindowTask window) => window.Segments.Sum(segment => segment.Words.Count > 0
        ? segment.Words.Count(word => word.Start >= window.Window.StartTime && word.Start < window.Window.EndTime)
        : WordBreaks.Of(segment.Text).Count);
}
