using PaperLedge.Whisper.Attention;
using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Graph;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>What a model's file says before its weights: enough to plan windows while these are loaded.</summary>
internal sealed class ModelDescription(GgmlFile file, string name)
{
    public string Name => name;

    public Vocabulary Vocabulary { get; } = file.Header.Vocabulary;

    /// <summary>Ids as the engine numbers them.</summary>
    public SpecialTokens Tokens { get; } = file.Header.Tokens;

    public LogMelSpectrogram Spectrogram { get; } = new(file.Header.Filters);
}

/// <summary>A model with all that recognition needs of it; shared by every run.</summary>
internal sealed class LoadedModel : IDisposable
{
    public LoadedModel(GgmlFile file, string name, bool isEightBit)
    {
        Description = new(file, name);
        Session = new(file, isEightBit);
        Rules = new(Session.Tokens, Vocabulary);
        Ladder = new(Vocabulary, Session.Tokens);
    }

    public ModelDescription Description { get; }

    public Vocabulary Vocabulary => Description.Vocabulary;

    public LogMelSpectrogram Spectrogram => Description.Spectrogram;

    public WhisperSession Session { get; }

    public LogitRules Rules { get; }

    public TemperatureLadder Ladder { get; }

    public SpecialTokens Tokens => Description.Tokens;

    /// <summary>Asks a multilingual model which language it hears: the token that it expects after the start.</summary>
    /// <returns>The probability of each language that it knows; they sum to 1.</returns>
    public double[] LanguagesOf(CrossCache encoded, DecoderStep decoder)
    {
        decoder.Run([new(new TextCache(Session.Dimensions, encoded), Tokens.StartOfTranscript, WantsLogits: true)]);
        var languages = decoder.Logits(0).Slice(Tokens.FirstLanguage, Tokens.Languages);
        var sum = LogProbabilities.LogSumExp(languages);
        return [.. languages.ToArray().Select(language => Math.Exp(language - sum))];
    }

    public void Dispose() => Session.Dispose();
}
