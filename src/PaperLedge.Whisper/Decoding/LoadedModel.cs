using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Graph;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>A model with all that recognition needs of it; shared by every run.</summary>
internal sealed class LoadedModel : IDisposable
{
    /// <exception cref="ModelFormatException">The file is no usable Whisper model.</exception>
    public LoadedModel(GgmlFile file, string name, int threads)
    {
        (Name, Threads) = (name, threads);
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

    public void Dispose() => Session.Dispose();
}
