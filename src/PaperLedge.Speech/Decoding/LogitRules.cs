using System.Numerics.Tensors;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Decoding;

/// <remarks>
/// SuppressBlank, SuppressTokens and ApplyTimestampRules of
/// <see href="https://github.com/openai/whisper/blob/main/whisper/decoding.py"/>.
/// </remarks>
internal sealed class LogitRules(SpecialTokens tokens, Vocabulary vocabulary)
{
    private const float Never = float.NegativeInfinity;

    // Caption marks that are never spoken: "[music]", "(applause)", "*laughs*", "♪", ">> ". From OpenAI's list, which also forbids
    // quotation marks, colons and semicolons; those are allowed here, since readers like them.
    private const string CaptionMarks = "[({<*#~_=|";

    private readonly int[] _captionMarks =
        [.. Enumerable.Range(0, tokens.EndOfText).Where(token => IsCaptionMark(vocabulary.BytesOf(token)))];

    // Speech is expected to begin within the window's first second.
    private static readonly int s_maxFirstTimestamp = (int)(TimeSpan.FromSeconds(1) / SpecialTokens.TimestampStep);

    public SpecialTokens Tokens => tokens;

    /// <param name="logits">Over the whole vocabulary; forbidden tokens become −∞.</param>
    /// <param name="sampled">Tokens of the window so far, without its prompt.</param>
    /// <param name="prompt">Decides whether the window may end; null always allows it.</param>
    public void Apply(Span<float> logits, ReadOnlySpan<int> sampled, WindowPrompt? prompt = null)
    {
        // Tokens from the start token up to the first timestamp control the model and are never part of a transcript.
        logits[tokens.StartOfTranscript..tokens.FirstTimestamp].Fill(Never);
        foreach (var mark in _captionMarks)
        {
            logits[mark] = Never;
        }

        if (sampled.IsEmpty)
        {
            // A window begins with a timestamp: not with text, a blank or the end token.
            logits[..tokens.FirstTimestamp].Fill(Never);
            logits[(tokens.FirstTimestamp + s_maxFirstTimestamp + 1)..].Fill(Never);
            return;
        }

        KeepPairs(logits, sampled);
        if (tokens.IsTimestamp(sampled[^1]) && prompt?.MayEndAt(sampled[^1]) == false)
        {
            logits[tokens.EndOfText] = Never;
        }

        KeepOrder(logits, sampled);
        PreferTimestamps(logits);
    }

    private static bool IsCaptionMark(ReadOnlySpan<byte> token)
    {
        var text = token.TrimStart((byte)' ');

        // ♩ ♪ ♫ ♬ begin with these two bytes.
        return text is [var first, ..]
            && (CaptionMarks.Contains((char)first, StringComparison.Ordinal)
                || text is [0xE2, 0x99, ..]
                || text is [(byte)'>', (byte)'>', ..]
                || (text.Length < token.Length && text is [(byte)'-'] or [(byte)'\'']));
    }

    // Timestamps come in pairs, the end of one segment and the start of the next; only the first and the last are single.
    private void KeepPairs(Span<float> logits, ReadOnlySpan<int> sampled)
    {
        if (!tokens.IsTimestamp(sampled[^1]))
        {
            return;
        }

        if (sampled.Length < 2 || tokens.IsTimestamp(sampled[^2]))
        {
            logits[tokens.FirstTimestamp..].Fill(Never);
        }
        else
        {
            logits[..tokens.EndOfText].Fill(Never);
        }
    }

    // Timestamps never decrease, and a segment is longer than zero.
    private void KeepOrder(Span<float> logits, ReadOnlySpan<int> sampled)
    {
        var last = sampled.Length - 1;
        while (last >= 0 && !tokens.IsTimestamp(sampled[last]))
        {
            last--;
        }

        if (last >= 0)
        {
            // The start of a segment may repeat the end of the one before.
            var isPairOpen = last == sampled.Length - 1 && (last == 0 || !tokens.IsTimestamp(sampled[last - 1]));
            var first = isPairOpen ? sampled[last] : sampled[last] + 1;
            logits[tokens.FirstTimestamp..Math.Min(first, logits.Length)].Fill(Never);
        }
    }

    // If all timestamps together are likelier than the likeliest text token, the next token is a timestamp.
    private void PreferTimestamps(Span<float> logits)
    {
        var text = logits[..tokens.FirstTimestamp];
        if (LogProbabilities.LogSumExp(logits[tokens.FirstTimestamp..]) > TensorPrimitives.Max<float>(text))
        {
            text.Fill(Never);
        }
    }
}
