using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Tells how far recognition has come. Windows of a batch advance side by side: what is told is the audio that all of them
/// together have got through, and it never goes back when a window is decoded again.
/// </summary>
internal sealed class ProgressMeter(IProgress<TranscriptionProgress>? progress, Vocabulary vocabulary, SpecialTokens tokens)
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    private TranscriptionProgress _told = new(TimeSpan.Zero, 0, null);
    private TimeSpan _batchStart;
    private TimeSpan _batchEnd;
    private int _words;

    public string? Language { get; set; }

    public void Begin(IReadOnlyList<AudioWindow> batch) => (_batchStart, _batchEnd) = (_told.Position, batch[^1].EndTime);

    public void AfterStep(IReadOnlyList<DecodedWindow> windows, IReadOnlyList<AudioWindow> audio)
    {
        if (progress is null)
        {
            return;
        }

        var heard = _batchStart;
        for (var i = 0; i < windows.Count; i++)
        {
            heard += windows[i].IsDone ? audio[i].Duration : LastTimestamp(windows[i]);
        }

        heard = heard < _batchEnd ? heard : _batchEnd;
        if (heard - _told.Position >= s_step)
        {
            Tell(heard, _words + windows.Sum(CountWords));
        }
    }

    public void End(IEnumerable<Segment> segments)
    {
        _words += segments.Sum(segment => segment.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Tell(_batchEnd, _words);
    }

    /// <summary>Everything is read, the silence at the end too.</summary>
    public void Finish(TimeSpan end)
    {
        if (end > _told.Position)
        {
            Tell(end, _words);
        }
    }

    private void Tell(TimeSpan position, int words)
    {
        _told = new(position, words, Language);
        progress?.Report(_told);
    }

    private TimeSpan LastTimestamp(DecodedWindow window)
    {
        for (var i = window.Tokens.Count - 1; i >= 0; i--)
        {
            if (tokens.IsTimestamp(window.Tokens[i]))
            {
                return (window.Tokens[i] - tokens.FirstTimestamp) * SpecialTokens.TimestampStep;
            }
        }

        return TimeSpan.Zero;
    }

    private int CountWords(DecodedWindow window) =>
        window.Tokens.Count(token => tokens.IsText(token) && vocabulary.BytesOf(token) is [(byte)' ', _, ..]);
}
