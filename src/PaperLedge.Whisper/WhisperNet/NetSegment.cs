using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Decoding;
using PaperLedge.Whisper.Windows;

namespace PaperLedge.Whisper.WhisperNet;

/// <summary>A segment as Whisper.net gives it, but without its types, so that tests can make one.</summary>
/// <param name="Start">From the window's start.</param>
/// <param name="End">From the window's start.</param>
/// <param name="Text">With the space that Whisper puts before a word.</param>
internal sealed record NetSegment(TimeSpan Start, TimeSpan End, string Text, float NoSpeechProbability, IReadOnlyList<NetToken> Tokens)
{
    /// <returns>The segment in its place in the audio, or null if it says nothing.</returns>
    public Segment? ToSegment(AudioWindow window)
    {
        var text = string.Join(' ', Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length == 0)
        {
            return null;
        }

        // The padding behind a window's audio is no part of the episode.
        var (start, end) = (window.StartAt(Within(window, Start)), window.EndAt(Within(window, End)));
        var spoken = Tokens.Where(token => token.IsText).ToList();
        var probability = spoken.Count == 0 ? 0 : spoken.Average(token => token.LogProbability);
        var words = Words(window, spoken);
        return new(start, end, text, Math.Min(0, probability), Math.Clamp(NoSpeechProbability, 0f, 1f))
        {
            // Tokens that end within a character spell no text; then the segment goes without words.
            Words = string.Join(' ', words.Select(word => word.Text)) == text ? WordReader.Within(start, end, words) : [],
        };
    }

    private static List<Word> Words(AudioWindow window, List<NetToken> tokens)
    {
        var words = new List<Word>();
        for (var from = 0; from < tokens.Count;)
        {
            var to = from + 1;
            while (to < tokens.Count && !tokens[to].Text.StartsWith(' '))
            {
                to++;
            }

            var own = tokens[from..to];
            var text = string.Concat(own.Select(token => token.Text)).Trim();
            if (text.Length > 0)
            {
                var probability = Math.Exp(Math.Min(0, own.Average(token => token.LogProbability)));
                words.Add(new(window.StartAt(Within(window, own[0].Start)), window.EndAt(Within(window, own[^1].End)), text, probability));
            }

            from = to;
        }

        return words;
    }

    private static TimeSpan Within(AudioWindow window, TimeSpan time) =>
        time < TimeSpan.Zero ? TimeSpan.Zero : time < window.Duration ? time : window.Duration;
}
