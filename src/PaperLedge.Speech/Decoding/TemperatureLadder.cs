using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Decoding;

/// <remarks>Whisper's own values: <see href="https://github.com/openai/whisper/blob/main/whisper/transcribe.py"/>.</remarks>
internal sealed class TemperatureLadder(Vocabulary vocabulary, SpecialTokens tokens)
{
    // Above this no-speech probability a window is silence if its tokens are also unsure.
    private const double NoSpeechLimit = 0.6;

    // Tokens with a lower mean log-probability are unsure.
    private const double LogProbabilityLimit = -1;

    private static readonly float[] s_temperatures = [0, 0.2f, 0.4f, 0.6f, 0.8f, 1];

    /// <param name="attempt">From 0.</param>
    /// <returns>The temperature of the attempt, or null when there are no more.</returns>
    public static float? Temperature(int attempt) => attempt < s_temperatures.Length ? s_temperatures[attempt] : null;

    public static bool IsSilence(DecodedWindow window) =>
        window.NoSpeechProbability > NoSpeechLimit && window.AverageLogProbability < LogProbabilityLimit;

    public static bool IsSure(DecodedWindow window) => window.AverageLogProbability >= LogProbabilityLimit;

    public bool IsGood(DecodedWindow window) =>
        IsSilence(window) || (window.AverageLogProbability >= LogProbabilityLimit && !IsRepetitive(window));

    // For two attempts of which neither is good.
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
