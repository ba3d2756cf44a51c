using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Graph;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>A model with all that recognition needs of it; shared by every run.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly int _padding;

    /// <param name="padding">Silence behind a window's audio; windows are filled up to 30 s at most.</param>
    public LoadedModel(GgmlFile file, string name, int threads, TimeSpan padding)
    {
        (Name, Threads, _padding) = (name, threads, AudioWindow.SamplesIn(padding));
        Vocabulary = file.Header.Vocabulary;
        Spectrogram = new(file.Header.Filters);
        Session = new(file, threads);
        Ladder = new(new BatchDecoder(Session, new LogitRules(Session.Tokens)), Vocabulary, Session.Tokens);
    }

    public string Name { get; }

    public int Threads { get; }

    public Vocabulary Vocabulary { get; }

    public LogMelSpectrogram Spectrogram { get; }

    public WhisperSession Session { get; }

    public TemperatureLadder Ladder { get; }

    public SpecialTokens Tokens => Session.Tokens;

    /// <summary>Spectrogram frames for a window of some samples: an even number, since the encoder halves it.</summary>
    public int FramesFor(int samples) =>
        Math.Min(LogMelSpectrogram.WindowSamples, samples + _padding + (2 * LogMelSpectrogram.Hop) - 1) / (2 * LogMelSpectrogram.Hop) * 2;

    public void Dispose() => Session.Dispose();
}
