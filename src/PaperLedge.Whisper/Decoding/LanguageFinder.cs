using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Attention;

namespace PaperLedge.Whisper.Decoding;

/// <summary>Asks a multilingual model which language it hears: the token that it expects after the start.</summary>
internal static class LanguageFinder
{
    /// <summary>A window with less speech does not say surely which language it is in.</summary>
    public static readonly TimeSpan MinVoiced = TimeSpan.FromSeconds(10);

    /// <summary>A window is written in another language than the episode's only if the model is this sure.</summary>
    public const double Sure = 0.8;

    /// <summary>The language of a window of an episode in <paramref name="likely"/>.</summary>
    public static int Choose(LoadedModel model, DecoderStep decoder, CrossCache encoded, int likely, RunOptions run)
    {
        var probabilities = Probabilities(model, decoder, encoded, run);
        var best = Array.IndexOf(probabilities, probabilities.Max());
        return probabilities[best] > Sure ? best : likely;
    }

    /// <returns>Of each language that the model knows; they sum to 1.</returns>
    public static double[] Probabilities(LoadedModel model, DecoderStep decoder, CrossCache encoded, RunOptions run)
    {
        var tokens = model.Tokens;
        decoder.Run([new(new TextCache(model.Session.Dimensions, encoded), tokens.StartOfTranscript, WantsLogits: true)], run);
        var languages = decoder.Logits(0).Slice(tokens.FirstLanguage, tokens.Languages);
        var sum = LogProbabilities.LogSumExp(languages);
        return [.. languages.ToArray().Select(language => Math.Exp(language - sum))];
    }
}
