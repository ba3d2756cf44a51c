using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Attention;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Finds when each token of a window was spoken: by what the alignment heads look at while they expect it. Method:
/// <see href="https://github.com/openai/whisper/blob/main/whisper/timing.py"/>.
/// </summary>
internal sealed class TokenTimes(LoadedModel model)
{
    /// <summary>Of a position of the encoder.</summary>
    private static readonly TimeSpan s_position = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// The model looks ahead: tokens are found this much too early. Measured on readings by a person (64 words) and by eSpeak NG (486 words),
    /// whose word times are known: the middle error was 35 ms.
    /// </summary>
    private static readonly TimeSpan s_lookAhead = TimeSpan.FromMilliseconds(40);

    private readonly (int Layer, int Head)[] _heads = AlignmentHeads.Of(model.Session.Dimensions, model.Tokens.IsMultilingual);

    /// <param name="duration">Of the window's own audio: what is behind it is silence.</param>
    /// <returns>The start of each of the window's tokens, then the end of the last.</returns>
    public TimeSpan[] Find(DecoderStep decoder, CrossCache encoded, WindowPrompt prompt, DecodedWindow decoded, TimeSpan duration, RunOptions run)
    {
        var text = new TextCache(model.Session.Dimensions, encoded);
        var step = new List<StepToken>();
        prompt.Feed(text, step);

        // What follows the prompt's last token is expected there, and so on: each token's row is that of the one before.
        var probe = new AttentionProbe(_heads);
        step[^1] = step[^1] with { Probe = probe };
        step.AddRange(decoded.Tokens.Select(token => new StepToken(text, token, WantsLogits: false, probe)));
        decoder.Run([.. step.Select(token => token with { WantsLogits = false })], run);

        var positions = Math.Clamp((int)Math.Ceiling(duration / s_position), 1, encoded.Positions);
        var rows = decoded.Tokens.Count + 1;
        var costs = Costs(probe, rows, positions);
        return [.. TimeWarp.FirstColumns(costs, rows, positions).Select(column => At(column, duration))];
    }

    private static TimeSpan At(int column, TimeSpan duration)
    {
        var time = (column * s_position) + s_lookAhead;
        return time < duration ? time : duration;
    }

    /// <summary>The heads' weights over the audio, each position's brought to the same mean and spread, smoothed, averaged and turned to costs.</summary>
    private static float[] Costs(AttentionProbe probe, int rows, int positions)
    {
        var costs = new float[rows * positions];
        var smooth = new float[positions];
        foreach (var head in probe.ByHead())
        {
            var normal = Normalise(head, positions);
            for (var row = 0; row < rows; row++)
            {
                MedianFilter.Apply(normal.AsSpan(row * positions, positions), smooth);
                TensorPrimitives.MultiplyAdd(smooth, -1f / probe.Heads, costs.AsSpan(row * positions, positions), costs.AsSpan(row * positions, positions));
            }
        }

        return costs;
    }

    private static float[] Normalise(IReadOnlyList<float[]> rows, int positions)
    {
        // What a head looks at in the silence behind the audio counts for nothing.
        foreach (var row in rows)
        {
            var audio = row.AsSpan(0, positions);
            TensorPrimitives.Divide(audio, TensorPrimitives.Sum<float>(audio) + 1e-8f, audio);
        }

        var (mean, spread) = (new float[positions], new float[positions]);
        foreach (var row in rows)
        {
            TensorPrimitives.Add(mean, row.AsSpan(0, positions), mean);
        }

        TensorPrimitives.Divide(mean, rows.Count, mean);
        var normal = new float[rows.Count * positions];
        for (var i = 0; i < rows.Count; i++)
        {
            var to = normal.AsSpan(i * positions, positions);
            TensorPrimitives.Subtract(rows[i].AsSpan(0, positions), mean, to);
            TensorPrimitives.MultiplyAdd(to, to, spread, spread);
        }

        for (var position = 0; position < positions; position++)
        {
            spread[position] = MathF.Sqrt(spread[position] / rows.Count) + 1e-8f;
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var to = normal.AsSpan(i * positions, positions);
            TensorPrimitives.Divide(to, spread, to);
        }

        return normal;
    }
}
