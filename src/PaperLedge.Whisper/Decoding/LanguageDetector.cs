using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Graph;

namespace PaperLedge.Whisper.Decoding;

/// <summary>Asks a multilingual model which language it hears: the token that it expects after the start.</summary>
internal static class LanguageDetector
{
    /// <returns>The index of the language likeliest over all windows together.</returns>
    public static int Detect(WhisperSession session, EncodedWindows windows, RunOptions run)
    {
        var tokens = session.Tokens;
        using var state = session.Start(windows.Rows);
        var starts = new long[windows.Rows];
        Array.Fill(starts, tokens.StartOfTranscript);
        using var logits = session.Step(windows, state, starts, run);

        var values = logits.GetTensorDataAsSpan<float>();
        var votes = new double[tokens.Languages];
        for (var row = 0; row < windows.Rows; row++)
        {
            var languages = values.Slice((row * tokens.Count) + tokens.FirstLanguage, tokens.Languages);
            var sum = LogProbabilities.LogSumExp(languages);
            for (var language = 0; language < votes.Length; language++)
            {
                votes[language] += Math.Exp(languages[language] - sum);
            }
        }

        return Array.IndexOf(votes, votes.Max());
    }
}
