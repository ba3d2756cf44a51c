using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Graph;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>Decodes a batch of windows side by side, one token of each at a time, until every one has ended.</summary>
internal sealed class BatchDecoder(WhisperSession session, LogitRules rules)
{
    private readonly SpecialTokens _tokens = session.Tokens;

    /// <param name="prompt">The same for every window: start, then language and task of a multilingual model.</param>
    /// <param name="temperature">0 takes the likeliest token, above 0 tokens are drawn.</param>
    /// <param name="afterStep">Called with all windows after each token.</param>
    public DecodedWindow[] Decode(
        EncodedWindows windows,
        IReadOnlyList<int> prompt,
        float temperature,
        RunOptions run,
        Action<DecodedWindow[]> afterStep,
        CancellationToken cancellationToken)
    {
        // Drawing is repeatable: the same audio gives the same transcript.
        var random = new Random(windows.Rows);
        using var state = session.Start(windows.Rows);
        var logits = session.Step(windows, state, Repeat(prompt[0], windows.Rows), run);
        var decoded = ReadNoSpeech(logits, windows.Rows);
        foreach (var token in prompt.Skip(1))
        {
            logits.Dispose();
            logits = session.Step(windows, state, Repeat(token, state.Rows), run);
        }

        using var batch = new ActiveRows(windows, decoded);
        for (var step = 1; ; step++)
        {
            var next = Choose(logits, batch.Rows, temperature, random);
            logits.Dispose();
            afterStep(decoded);
            if (batch.Rows.All(row => row.IsDone) || step == WhisperDimensions.MaxNewTokens)
            {
                return decoded;
            }

            cancellationToken.ThrowIfCancellationRequested();
            next = batch.Shrink(state, next);
            logits = session.Step(batch.Windows, state, next, run);
        }
    }

    private static long[] Repeat(int token, int rows)
    {
        var tokens = new long[rows];
        Array.Fill(tokens, token);
        return tokens;
    }

    /// <summary>The probability of the no-speech mark right after the start token, before any rule.</summary>
    private DecodedWindow[] ReadNoSpeech(OrtValue logits, int rows)
    {
        var values = logits.GetTensorDataAsSpan<float>();
        var decoded = new DecodedWindow[rows];
        for (var row = 0; row < rows; row++)
        {
            var all = values.Slice(row * _tokens.Count, _tokens.Count);
            decoded[row] = new() { NoSpeechProbability = Math.Exp(all[_tokens.NoSpeech] - LogProbabilities.LogSumExp(all)) };
        }

        return decoded;
    }

    private long[] Choose(OrtValue logits, IReadOnlyList<DecodedWindow> rows, float temperature, Random random)
    {
        var values = logits.GetTensorMutableDataAsSpan<float>();
        var next = new long[rows.Count];
        for (var row = 0; row < rows.Count; row++)
        {
            next[row] = rows[row].IsDone
                ? _tokens.EndOfText
                : Choose(values.Slice(row * _tokens.Count, _tokens.Count), rows[row], temperature, random);
        }

        return next;
    }

    private int Choose(Span<float> logits, DecodedWindow row, float temperature, Random random)
    {
        rules.Apply(logits, row.Sampled);
        var token = LogProbabilities.Sample(logits, temperature, random);
        row.Add(token, logits[token] - LogProbabilities.LogSumExp(logits), _tokens.EndOfText);
        if (!row.IsEnded && RepetitionGuard.EndsInLoop(row.Sampled, _tokens, out var kept))
        {
            row.BreakOff(kept);
        }

        return token;
    }
}
