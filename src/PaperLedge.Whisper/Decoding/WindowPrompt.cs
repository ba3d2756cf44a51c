using PaperLedge.Whisper.Attention;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// What the model is given before a window's own text: names and terms as earlier text, the start, and to a multilingual model
/// language and task.
/// </summary>
/// <param name="earlier">Text tokens that count as said before; none for none.</param>
/// <param name="language">Index of the language; ignored by English-only models.</param>
internal sealed class WindowPrompt(SpecialTokens tokens, IReadOnlyList<int> earlier, int language, bool translate)
{
    /// <summary>What of the context is left for earlier text, with its mark, when new text has its half.</summary>
    public const int MaxEarlier = (WhisperDimensions.TextContext / 2) - 1;

    private bool HasTask => tokens.IsMultilingual;

    public void Feed(TextCache text, List<StepToken> step)
    {
        if (earlier.Count > 0)
        {
            step.Add(new(text, tokens.Previous, WantsLogits: false));
            step.AddRange(earlier.Select(token => new StepToken(text, token, WantsLogits: false)));
        }

        step.Add(new(text, tokens.StartOfTranscript, WantsLogits: true));
        if (HasTask)
        {
            step.Add(new(text, tokens.FirstLanguage + language, WantsLogits: false));
            step.Add(new(text, translate ? tokens.Translate : tokens.Transcribe, WantsLogits: true));
        }
    }

    /// <summary>The probability of the no-speech mark right after the start token, before any rule.</summary>
    public double NoSpeechProbability(LogitRows logits)
    {
        var start = logits[0];
        return Math.Exp(start[tokens.NoSpeech] - LogProbabilities.LogSumExp(start));
    }

    /// <summary>What may follow the prompt.</summary>
    public Span<float> Last(LogitRows logits) => logits[HasTask ? 1 : 0];
}
