using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Judges an attempt at a window, and says how the next is made. Whisper's own values:
/// <see href="https://github.com/openai/whisper/blob/main/whisper/transcribe.py"/>.
/// </summary>
internal sealed class TemperatureLadder(Vocabulary vocabulary, SpecialTokens tokens)
{
    /// <summary>A window is silence above this no-speech probability, if its tokens are unsure too.</summary>
    private const double NoSpeechLimit = 0.6;

    /// <summary>Tokens whose mean log-probability lies below this are unsure.</summary>
    private const double LogProbabilityLimit = -1;

    private static readonly float[] s_temperatures = [0, 0.2f, 0.4f, 0.6f, 0.8f, 1];

    /// <param name="attempt">Counted from 0.</param>
    /// <returns>The temperature of an attempt, or null when there are no more.</returns>
    public static float? Temperature(int attempt) => attempt < s_temperatures.Length ? s_temperatures[attempt] : null;

    public static bool IsSilence(DecodedWindow window) =>
        window.NoSpeechProbability > NoSpeechLimit && window.AverageLogProbability < LogProbabilityLimit;

    public static bool IsSure(DecodedWindow window) => window.AverageLogProbability >= LogProbabilityLimit;

    public bool IsGood(DecodedWindow window) =>
        IsSilence(window) || (window.AverageLogProbability >= LogProbabilityLimit && !IsRepetitive(window));

    /// <summary>Whether a later attempt is to take an earlier one's place though neither is good.</summary>
    public bool IsBetter(DecodedWindow attempt, DecodedWindow best)
    {
        var (attemptRepeats, bestRepeats) = (IsRepetitive(attempt), IsRepetitive(best));
        return attemptRepeats == bestRepeats
            ? attempt.AverageLogProbability > best.AverageLogProbability
            : bestRepeats;
    }

    public bool IsRepetitive(DecodedWindow window)
    {
        var text = window.Tokens.Where(tokens.IsText).ToArray();
        return window.IsLooping || RepetitionGuard.IsRepetitive(text, vocabulary.Decode(text));
    }
}
