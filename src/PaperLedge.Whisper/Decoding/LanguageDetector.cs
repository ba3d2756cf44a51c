using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Attention;

namespace PaperLedge.Whisper.Decoding;

/// <summary>Asks a multilingual model which language it hears: the token that it expects after the start.</summary>
internal static class LanguageDetector
{
    /// <summary>Several windows vote, so that a jingle or a quotation at the start does not decide for the episode.</summary>
    public const int Windows = 4;

    /// <returns>The index of the language likeliest over all windows together.</returns>
    public static int Detect(LoadedModel model, IEnumerable<AudioWindow> windows, RunOptions run)
    {
        var tokens = model.Tokens;
        var encoder = new WindowEncoder(model);
        using var step = new DecoderStep(model.Session);
        var votes = new double[tokens.Languages];
        foreach (var window in windows)
        {
            var encoded = encoder.Encode(window.Samples.Span, run);
            step.Run([new(new TextCache(model.Session.Dimensions, encoded), tokens.StartOfTranscript, WantsLogits: true)], run);
            var languages = step.Logits(0).Slice(tokens.FirstLanguage, tokens.Languages);
            var sum = LogProbabilities.LogSumExp(languages);
            for (var language = 0; language < votes.Length; language++)
            {
                votes[language] += Math.Exp(languages[language] - sum);
            }

            encoder.Return(encoded);
        }

        return Array.IndexOf(votes, votes.Max());
    }
}
