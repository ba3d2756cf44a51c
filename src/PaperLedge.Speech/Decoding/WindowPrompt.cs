using System.Text;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.Engine.Attention;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.Windows;

namespace PaperLedge.Speech.Decoding;

/// <summary>Prompt of a window: names and terms as earlier text, the start token, and for a multilingual model language and task.</summary>
/// <param name="Earlier">Text tokens that are presented as spoken before; may be empty.</param>
/// <param name="Language">Index of the language; ignored by English-only models.</param>
/// <param name="Window">The window that is read; null while the prompt is not for a window yet.</param>
internal sealed record WindowPrompt(SpecialTokens Tokens, IReadOnlyList<int> Earlier, int Language, bool Translate, AudioWindow? Window)
{
    // Names that are shown before less speech than this are read back rather than heard.
    public static readonly TimeSpan MinVoicedForNames = TimeSpan.FromSeconds(5);

    // A timestamp this close to the end of the audio closes the window, as in whisper.cpp.
    private static readonly TimeSpan s_tail = TimeSpan.FromSeconds(0.1);

    // More speech than this after a timestamp is more than the end of a word.
    private static readonly TimeSpan s_moreToSay = TimeSpan.FromSeconds(0.5);

    private const double DoubtfulSpeech = 0.3;

    // Number of tokens fed.
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

    // The window may not end while speech follows the timestamp: there the model often stops early.
    public bool MayEndAt(int timestamp) =>
        Window is not { IsHeard: true } || Window.VoicedBetween(Tokens.TimeOf(timestamp), Duration) < s_moreToSay;

    // Detects a text that contains only the names shown to the model where the model doubts that there is speech: it read them back.
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

    // The logits after the prompt's last token.
    public Span<float> Last(LogitRows logits) => logits[HasTask ? 1 : 0];

    // Probability of the no-speech token right after the start token, before any rule is applied.
    private double NoSpeechProbability(LogitRows logits)
    {
        var start = logits[0];
        return Math.Exp(start[Tokens.NoSpeech] - LogProbabilities.LogSumExp(start));
    }
}

/// <summary>Encodes names and terms as the text tokens of an initial prompt: as many as fit, likeliest first.</summary>
internal static class PromptTokens
{
    // Each token costs a step of every window, and more names are read back more often. This is enough for a title and some authors.
    public const int Budget = 48;

    /// <param name="terms">Likeliest first.</param>
    public static int[] Of(IReadOnlyList<string> terms, Vocabulary vocabulary)
    {
        var chosen = new List<string>();
        int[] tokens = [];
        foreach (var term in terms.Select(Clean).Where(term => term.Length > 0).Distinct(StringComparer.Ordinal))
        {
            var text = " " + string.Join(", ", chosen.Prepend(term)) + ".";
            var longer = vocabulary.Encode(text);
            if (longer.Length > Budget)
            {
                break;
            }

            // Whisper pays most attention to the end of the prompt, so the likeliest name comes last.
            chosen.Insert(0, term);
            tokens = longer;
        }

        return tokens;
    }

    private static string Clean(string term) =>
        string.Join(
            ' ',
            new StringBuilder(term).Replace('\u0000', ' ').ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Trim('.', ',');
}
