using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Windows;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Reports how far recognition has come. Windows advance side by side: what is reported is the audio that all of them together have
/// got through, and it never goes back when a window is decoded again. Safe for concurrent calls.
/// </summary>
internal sealed class ProgressMeter(IProgress<TranscriptionProgress>? progress)
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private TranscriptionProgress _told = new(TimeSpan.Zero, 0, null);
    private TimeSpan _heard;
    private TimeSpan _cut;
    private int _words;

    public string? Language { get; set; }

    /// <summary>A window begins; silence before it is as good as heard.</summary>
    /// <param name="silence">Between the window before and this one.</param>
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
            _heard += (window.Window.EndTime - window.Window.StartTime);
            var position = _heard < _cut ? _heard : _cut;
            if (position - _told.Position >= s_step)
            {
                Tell(position > _told.Position ? position : _told.Position);
            }
        }
    }

    /// <summary>A segment is final.</summary>
    public Segment Add(Segment segment)
    {
        lock (_lock)
        {
            _words += segment.Kind == SegmentKind.Speech ? WordBreaks.Of(segment.Text).Count : 0;
        }

        return segment;
    }

    /// <summary>Everything is read, the silence at the end too.</summary>
    public void Finish(TimeSpan end)
    {
        lock (_lock)
        {
            if (end > _told.Position || _words > _told.Words)
            {
                Tell(end > _told.Position ? end : _told.Position);
            }
        }
    }

    private void Tell(TimeSpan position)
    {
        _told = new(position, _words, Language);
        progress?.Report(_told);
    }
}
