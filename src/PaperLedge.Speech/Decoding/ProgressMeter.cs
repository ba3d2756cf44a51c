using PaperLedge.Core.Transcripts;

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
    private int _words;

    public string? Language { get; set; }

    public void End(WindowTask window)
    {
        lock (_lock)
        {
            _heard += window.Silence + window.Window.EndTime - window.Window.StartTime;
            _words += OwnWords(window);
            if (_heard - _told.Position >= s_step)
            {
                Tell();
            }
        }
    }

    public void Finish()
    {
        lock (_lock)
        {
            if (_heard > _told.Position || _words != _told.Words)
            {
                Tell();
            }
        }
    }

    private void Tell()
    {
        _told = new(_heard, _words, Language);
        progress?.Report(_told);
    }

    private static int OwnWords(WindowTask window) => window.Segments.Sum(segment => segment.Words.Count > 0
        ? segment.Words.Count(word => word.Start >= window.Window.StartTime && word.Start < window.Window.EndTime)
        : WordBreaks.Of(segment.Text).Count);
}
