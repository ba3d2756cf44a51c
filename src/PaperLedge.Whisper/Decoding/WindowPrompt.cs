using PaperLedge.Core.Transcripts;
using PaperLedge.Whisper.Attention;
using PaperLedge.Whisper.Models;
using PaperLedge.Whisper.Windows;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// What the model is given before a window's own text: names and terms as earlier text, the start, and to a multilingual model
/// language and task.
/// </summary>
/// <param name="Earlier">Text tokens that count as said before; none for none.</param>
/// <param name="Language">Index of the language; ignored by English-only models.</param>
/// <param name="Window">What is read; null where the prompt is not for a window yet.</param>
internal sealed record WindowPrompt(SpecialTokens Tokens, IReadOnlyList<int> Earlier, int Language, bool Translate, AudioWindow? Window)
{
    /// <summary>Names that are shown before less speech are read back rather than heard.</summary>
    public static readonly TimeSpan MinVoicedForNames = TimeSpan.FromSeconds(5);

    /// <summary>A timestamp this close to the end of the audio closes the window, as in whisper.cpp.</summary>
    private static readonly TimeSpan s_tail = TimeSpan.FromSeconds(0.1);

    /// <summary>So much speech behind a timestamp is more than the end of a word.</summary>
    private static readonly TimeSpan s_moreToSay = TimeSpan.FromSeconds(0.5);

    private const double DoubtfulSpeech = 0.3;

    /// <summary>Tokens that are fed.</summary>
    public int Length => (Earlier.Count > 0 ? Earlier.Count + 1 : 0) + (HasTask ? 3 : 1);

    private bool HasTask => Tokens.IsMultilingual;

    private TimeSpan Duration => Window?.Duration ?? SpecialTokens.Timestamps * SpecialTokens.TimestampStep;

    public DecodedWindow Begin(LogitRows logits, float temperature) => new()
    {
        NoSpeechProbability = NoSpeechProbability(logits),
        Temperature = temperature,
        LastTimestamp = Tokens.FirstTimestamp + Math.Max(1, (int)Math.Ceiling((Duration - s_tail) / SpecialTokens.TimestampStep)),
    };

    public void Feed(TextCache text, List<StepToken> step)
    {
        if (Earlier.Count > 0)
        {
            step.Add(new(text, Tokens.Previous, WantsLogits: false));
            step.AddRange(Earlier.Select(token => new StepToken(text, token, WantsLogits: false)));
        }

        step.Add(new(text, Tokens.StartOfTranscript, WantsLogits: true));
        if (HasTask)
        {
            step.Add(new(text, Tokens.FirstLanguage + Language, WantsLogits: false));
            step.Add(new(text, Translate ? Tokens.Translate : Tokens.Transcribe, WantsLogits: true));
        }
    }

    /// <summary>Whether the window may end behind a timestamp. It may not while speech follows, where the model often stops early.</summary>
    public bool MayEndAt(int timestamp) => Window is not { IsHeard: true } || Window.VoicedBetween(Tokens.TimeOf(timestamp), Duration) < s_moreToSay;

    /// <summary>Whether a text holds nothing but names that the model was shown, and the model doubts that anybody speaks: it read them back.</summary>
    public bool IsEcho(string text, DecodedWindow decoded, Vocabulary vocabulary)
    {
        if (Earlier.Count == 0 || decoded.NoSpeechProbability < DoubtfulSpeech)
        {
            return false;
        }

        var names = Words(vocabulary.Decode(Earlier)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Words(text).All(names.Contains);

        static IEnumerable<string> Words(string text) => WordBreaks.Of(text).Select(word => word.Text.Trim('.', ',', '!', '?'));
    }

    /// <summary>What may follow the prompt.</summary>
    public Span<float> Last(LogitRows logits) => logits[HasTask ? 1 : 0];

    /// <summary>The probability of the no-speech mark right after the start token, before any rule.</summary>
    private double NoSpeechProbability(LogitRows logits)
    {
        var start = logits[0];
        return Math.Exp(start[Tokens.NoSpeech] - LogProbabilities.LogSumExp(start));
    }
}
