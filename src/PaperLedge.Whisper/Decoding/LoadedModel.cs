using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Graph;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>A model with all that recognition needs of it; shared by every run.</summary>
internal sealed class LoadedModel : IDisposable
{
    /// <summary>Shorter windows are rounded up to this, so that memory for few sizes only is ever asked for.</summary>
    private const int FrameSteps = 50;

    private readonly int _padding;

    /// <param name="padding">Silence behind a window's audio; windows are filled up to 30 s at most.</param>
    public LoadedModel(GgmlFile file, string name, bool isEightBit, TimeSpan padding)
    {
        (Name, _padding) = (name, AudioWindow.SamplesIn(padding));
        Vocabulary = file.Header.Vocabulary;
        Spectrogram = new(file.Header.Filters);
        Session = new(file, isEightBit);
        Rules = new(Session.Tokens);
        Ladder = new(Vocabulary, Session.Tokens);
    }

    public string Name { get; }

    public Vocabulary Vocabulary { get; }

    public LogMelSpectrogram Spectrogram { get; }

    public WhisperSession Session { get; }

    public LogitRules Rules { get; }

    public TemperatureLadder Ladder { get; }

    public SpecialTokens Tokens => Session.Tokens;

    /// <summary>Spectrogram frames for a window of some samples.</summary>
    public int FramesFor(int samples)
    {
        var frames = (samples + _padding + LogMelSpectrogram.Hop - 1) / LogMelSpectrogram.Hop;
        return Math.Min(WhisperDimensions.MelFrames, (frames + FrameSteps - 1) / FrameSteps * FrameSteps);
    }

    public void Dispose() => Session.Dispose();
}
