using System.Numerics.Tensors;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Which tokens may come next in a window that is decoded with timestamps. Rules:
/// <see href="https://github.com/openai/whisper/blob/main/whisper/decoding.py"/> (SuppressBlank, SuppressTokens, ApplyTimestampRules).
/// </summary>
internal sealed class LogitRules(SpecialTokens tokens, Vocabulary vocabulary)
{
    private const float Never = float.NegativeInfinity;

    /// <summary>
    /// What captions are marked with and nobody says: "[music]", "(applause)", "*laughs*", "♪", ">> ". Of OpenAI's list; quotation marks,
    /// colons and semicolons, which it forbids too, are left, since readers like them.
    /// </summary>
    private const string CaptionMarks = "[({<*#~_=|";

    private readonly int[] _captionMarks = [.. Enumerable.Range(0, tokens.EndOfText).Where(token => IsCaptionMark(vocabulary.BytesOf(token)))];

    /// <summary>Speech is taken to begin within the window's first second.</summary>
    private static readonly int s_maxFirstTimestamp = (int)(TimeSpan.FromSeconds(1) / SpecialTokens.TimestampStep);

    public SpecialTokens Tokens => tokens;

    /// <param name="logits">Of the whole vocabulary; forbidden tokens become −∞.</param>
    /// <param name="sampled">What the window has so far, without its prompt.</param>
    /// <param name="prompt">Says whether the window may end; null to let it.</param>
    public void Apply(Span<float> logits, ReadOnlySpan<int> sampled, WindowPrompt? prompt = null)
    {
        // Everything from the start token up to the first timestamp is a mark for the model, never a part of a transcript.
        logits[tokens.StartOfTranscript..tokens.FirstTimestamp].Fill(Never);
        foreach (var mark in _captionMarks)
        {
            logits[mark] = Never;
        }

        if (sampled.IsEmpty)
        {
            // A window begins with a timestamp: neither with text, nor with a blank, nor with its end.
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
        return text is [var first, ..] && (CaptionMarks.Contains((char)first, StringComparison.Ordinal) || text is [0xE2, 0x99, ..] || text is [(byte)'>', (byte)'>', ..]
            || (text.Length < token.Length && text is [(byte)'-'] or [(byte)'\'']));
    }

    /// <summary>
    /// Timestamps come in pairs, the end of one segment and the start of the next; only the first and the last stand alone.
    /// </summary>
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

    /// <summary>Timestamps never decrease, and a segment is longer than nothing.</summary>
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

    /// <summary>If a timestamp, whichever, is likelier than the likeliest text, it is one.</summary>
    private void PreferTimestamps(Span<float> logits)
    {
        var text = logits[..tokens.FirstTimestamp];
        if (LogProbabilities.LogSumExp(logits[tokens.FirstTimestamp..]) > TensorPrimitives.Max<float>(text))
        {
            text.Fill(Never);
        }
    }
}
