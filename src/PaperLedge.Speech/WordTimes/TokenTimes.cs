using System.Numerics.Tensors;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Engine.Arithmetic;
using PaperLedge.Speech.Engine.Attention;
using PaperLedge.Speech.Engine;

namespace PaperLedge.Speech.WordTimes;

/// <summary>Finds when each token of a window was spoken, from the attention weights of the alignment heads.</summary>
/// <remarks>Method: <see href="https://github.com/openai/whisper/blob/main/whisper/timing.py"/>.</remarks>
internal sealed class TokenTimes(LoadedModel model)
{
    // Duration of one encoder position.
    private static readonly TimeSpan s_position = TimeSpan.FromMilliseconds(20);

    // The model looks ahead: tokens are found this much too early. Measured on readings by a person (64 words) and by eSpeak NG (486 words)
    // with known word times; the median error was 35 ms.
    private static readonly TimeSpan s_lookAhead = TimeSpan.FromMilliseconds(40);

    private readonly WhisperSession _session = model.Session;
    private float[] _costs = [];
    private float[] _weights = [];

    /// <param name="duration">Of the window's own audio: after it there is silence.</param>
    /// <returns>The start of each of the window's tokens, then the end of the last.</returns>
    public TimeSpan[] Find(DecoderStep decoder, CrossCache encoded, WindowPrompt prompt, DecodedWindow decoded, TimeSpan duration)
    {
        // The prompt's last token predicts the first token, and so on: each token's row is that of the token before it.
        var rows = decoded.Tokens.Count + 1;
        var asked = decoded.Asked is { } known && known.Count >= prompt.Length - 1 + rows ? known : Ask(decoder, encoded, prompt, decoded);
        asked = [.. asked.Skip(prompt.Length - 1).Take(rows)];

        var positions = Math.Clamp((int)Math.Ceiling(duration / s_position), 1, encoded.Positions);
        var costs = Costs(encoded, asked, positions);
        return [.. TimeWarp.FirstColumns(costs, rows, positions).Select(column => At(column, duration))];
    }

    // Feeds the finished text to the decoder once more, where it was not fed to the end: for beams and loops.
    private IReadOnlyList<float[]> Ask(DecoderStep decoder, CrossCache encoded, WindowPrompt prompt, DecodedWindow decoded)
    {
        var text = new TextCache(_session.Dimensions, encoded);
        var step = new List<StepToken>();
        prompt.Feed(text, step);
        step.AddRange(decoded.Tokens.Select(token => new StepToken(text, token, WantsLogits: false)));
        decoder.Run([.. step.Select(token => token with { WantsLogits = false })]);
        return text.Asked;
    }

    private static TimeSpan At(int column, TimeSpan duration)
    {
        var time = (column * s_position) + s_lookAhead;
        return time < duration ? time : duration;
    }

    // Attention weights of the heads over the audio: each position is brought to the same mean and spread; then they are smoothed, averaged
    // and turned into costs.
    private ReadOnlySpan<float> Costs(CrossCache encoded, IReadOnlyList<float[]> asked, int positions)
    {
        var size = asked.Count * positions;
        if (_costs.Length < size)
        {
            (_costs, _weights) = (new float[size], new float[size]);
        }

        var (costs, weights) = (_costs, _weights);
        costs.AsSpan(0, size).Clear();
        var smooth = new float[positions];
        var headSize = _session.Dimensions.TextState / _session.Dimensions.TextHeads;
        for (var i = 0; i < _session.AlignmentHeads.Length; i++)
        {
            var (layer, head) = _session.AlignmentHeads[i];
            for (var row = 0; row < asked.Count; row++)
            {
                encoded.Weigh(layer, head, asked[row].AsSpan(i * headSize, headSize), weights.AsSpan(row * positions, positions));
            }

            Normalise(weights, asked.Count, positions);
            for (var row = 0; row < asked.Count; row++)
            {
                MedianFilter.Apply(weights.AsSpan(row * positions, positions), smooth);
                var cost = costs.AsSpan(row * positions, positions);
                TensorPrimitives.MultiplyAdd(smooth, -1f / _session.AlignmentHeads.Length, cost, cost);
            }
        }

        return costs.AsSpan(0, size);
    }

    private static void Normalise(float[] weights, int rows, int positions)
    {
        Span<float> Row(int row) => weights.AsSpan(row * positions, positions);
        var (mean, spread) = (new float[positions], new float[positions]);
        for (var row = 0; row < rows; row++)
        {
            // Attention to the silence after the audio is left out.
            TensorPrimitives.Divide(Row(row), Sums.Of(Row(row)) + 1e-8f, Row(row));
            TensorPrimitives.Add(mean, Row(row), mean);
        }

        TensorPrimitives.Divide(mean, rows, mean);
        for (var row = 0; row < rows; row++)
        {
            TensorPrimitives.Subtract(Row(row), mean, Row(row));
            TensorPrimitives.MultiplyAdd(Row(row), Row(row), spread, spread);
        }

        for (var position = 0; position < positions; position++)
        {
            spread[position] = MathF.Sqrt(spread[position] / rows) + 1e-8f;
        }

        for (var row = 0; row < rows; row++)
        {
            TensorPrimitives.Divide(Row(row), spread, Row(row));
        }
    }
}
