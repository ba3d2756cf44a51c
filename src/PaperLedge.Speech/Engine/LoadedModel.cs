using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Engine.Attention;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Engine;

/// <summary>Description of a model from its file's header: enough to plan windows while the weights are loaded.</summary>
internal sealed class ModelDescription(GgmlFile file, string name)
{
    public string Name => name;

    public Vocabulary Vocabulary { get; } = file.Header.Vocabulary;

    // Ids in the engine's numbering.
    public SpecialTokens Tokens { get; } = file.Header.Tokens;

    public LogMelSpectrogram Spectrogram { get; } = new(file.Header.Filters);
}

/// <summary>A loaded model with everything that recognition needs; shared by all runs.</summary>
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

    /// <summary>Detects the language with a multilingual model, from the token that it expects after the start token.</summary>
    /// <returns>The probability of each language that the model knows; they sum to 1.</returns>
    public double[] LanguagesOf(CrossCache encoded, DecoderStep decoder)
    {
        decoder.Run([new(new TextCache(Session.Dimensions, encoded), Tokens.StartOfTranscript, WantsLogits: true)]);
        var languages = decoder.Logits(0).Slice(Tokens.FirstLanguage, Tokens.Languages);
        var sum = LogProbabilities.LogSumExp(languages);
        return [.. languages.ToArray().Select(language => Math.Exp(language - sum))];
    }

    public void Dispose() => Session.Dispose();
}
