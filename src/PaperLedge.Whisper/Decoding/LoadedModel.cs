using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Graph;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>A model with all that recognition needs of it; shared by every run.</summary>
internal sealed class LoadedModel : IDisposable
{
    public LoadedModel(GgmlFile file, string name, bool isEightBit)
    {
        Name = name;
        Vocabulary = file.Header.Vocabulary;
        Spectrogram = new(file.Header.Filters);
        Session = new(file, isEightBit);
        Rules = new(Session.Tokens, Vocabulary);
        Ladder = new(Vocabulary, Session.Tokens);
    }

    public string Name { get; }

    public Vocabulary Vocabulary { get; }

    public LogMelSpectrogram Spectrogram { get; }

    public WhisperSession Session { get; }

    public LogitRules Rules { get; }

    public TemperatureLadder Ladder { get; }

    public SpecialTokens Tokens => Session.Tokens;

    public void Dispose() => Session.Dispose();
}
