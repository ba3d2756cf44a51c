using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Graph;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Decodes each window with the likeliest tokens first, and those that came out badly again with more and more chance.
/// Limits: <see href="https://github.com/openai/whisper/blob/main/whisper/transcribe.py"/>.
/// </summary>
internal sealed class TemperatureLadder(BatchDecoder decoder, Vocabulary vocabulary, SpecialTokens tokens)
{
    /// <summary>A window is silence above this no-speech probability, if its tokens are unsure too.</summary>
    private const double NoSpeechLimit = 0.6;

    /// <summary>Tokens whose mean log-probability lies below this are unsure.</summary>
    private const double LogProbabilityLimit = -1;

    private static readonly float[] s_temperatures = [0, 0.2f, 0.4f, 0.6f, 0.8f, 1];

    /// <param name="afterStep">Called with all windows after each token of the first attempt.</param>
    /// <returns>Of each window the first good attempt, or the best of all.</returns>
    public DecodedWindow[] Decode(
        EncodedWindows windows,
        IReadOnlyList<int> prompt,
        RunOptions run,
        Action<DecodedWindow[]> afterStep,
        CancellationToken cancellationToken)
    {
        var best = decoder.Decode(windows, prompt, s_temperatures[0], run, afterStep, cancellationToken);
        foreach (var temperature in s_temperatures.Skip(1))
        {
            var rows = Enumerable.Range(0, best.Length).Where(row => !IsGood(best[row])).ToArray();
            if (rows.Length == 0)
            {
                break;
            }

            using var bad = windows.Select(rows);
            var attempts = decoder.Decode(bad, prompt, temperature, run, _ => { }, cancellationToken);
            foreach (var (row, attempt) in rows.Zip(attempts))
            {
                best[row] = IsBetter(attempt, best[row]) ? attempt : best[row];
            }
        }

        return best;
    }

    public static bool IsSilence(DecodedWindow window) =>
        window.NoSpeechProbability > NoSpeechLimit && window.AverageLogProbability < LogProbabilityLimit;

    public bool IsRepetitive(DecodedWindow window)
    {
        var text = window.Tokens.Where(tokens.IsText).ToArray();
        return window.IsLooping || RepetitionGuard.IsRepetitive(text, vocabulary.Decode(text));
    }

    private bool IsGood(DecodedWindow window) =>
        IsSilence(window) || (window.AverageLogProbability >= LogProbabilityLimit && !IsRepetitive(window));

    private bool IsBetter(DecodedWindow attempt, DecodedWindow best)
    {
        var (attemptRepeats, bestRepeats) = (IsRepetitive(attempt), IsRepetitive(best));
        return attemptRepeats == bestRepeats
            ? attempt.AverageLogProbability > best.AverageLogProbability
            : bestRepeats;
    }
}
