using System.Text;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Windows;
using PaperLedge.Speech.WordTimes;

namespace PaperLedge.Speech.WhisperNet;

/// <summary>A segment as Whisper.net returns it, but without its types, so that tests can create one.</summary>
/// <param name="Start">From the window's start.</param>
/// <param name="End">From the window's start.</param>
/// <param name="Text">With the space that Whisper puts before a word.</param>
internal sealed record NetSegment(TimeSpan Start, TimeSpan End, string Text, float NoSpeechProbability, IReadOnlyList<NetToken> Tokens)
{
    /// <returns>The segment at its place in the audio, or null if it has no text.</returns>
    public Segment? ToSegment(AudioWindow window)
    {
        var text = string.Join(' ', Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length == 0)
        {
            return null;
        }

        // The padding after a window's audio is not a part of the episode.
        var (start, end) = (Within(window, Start), Within(window, End));
        var spoken = Tokens.Where(token => token.IsText).ToList();
        var probability = Math.Min(0, spoken.Count == 0 ? 0 : spoken.Average(token => token.LogProbability));
        var words = Words(window, spoken);
        if (TimedWords.Places(text, words) is null)
        {
            // Tokens that end within a character do not decode to text; then words share the segment's time by their length.
            words = Words(window, [new(text, start, end, probability)]);
        }

        return new(words[0].Start, words[^1].End, text, probability, Math.Clamp(NoSpeechProbability, 0f, 1f))
        {
            Words = WordReader.Within(words[0].Start, words[^1].End, words),
        };
    }

    private static IReadOnlyList<Word> Words(AudioWindow window, List<NetToken> tokens) =>
    [
        .. WordReader.Read(
            [.. tokens.Select(token => new TimedToken(
                Encoding.UTF8.GetBytes(token.Text), token.Start, token.End, Math.Min(0, token.LogProbability)))])
            .Select(word => (word with { Start = Within(window, word.Start), End = Within(window, word.End) }).At(window)),
    ];

    private static TimeSpan Within(AudioWindow window, TimeSpan time) =>
        time < TimeSpan.Zero ? TimeSpan.Zero : time < window.Duration ? time : window.Duration;
}

/// <param name="Start">From the window's start.</param>
/// <param name="End">From the window's start.</param>
/// <param name="LogProbability">Natural logarithm.</param>
internal sealed record NetToken(string Text, TimeSpan Start, TimeSpan End, double LogProbability)
{
    // whisper.cpp writes its control tokens and timestamps as [_BEG_], [_TT_50] and the like, and the end as <|endoftext|>.
    public bool IsText => !Text.StartsWith("[_", StringComparison.Ordinal) && !Text.StartsWith("<|", StringComparison.Ordinal);
}
