using System.Numerics.Tensors;
using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Speech.Decoding;

/// <summary>Log-sum-exp and sampling that do not overflow and accept −∞.</summary>
internal static class LogProbabilities
{
    private const int Chunk = 1024;

    public static double LogSumExp(ReadOnlySpan<float> logits)
    {
        var max = TensorPrimitives.Max(logits);
        if (float.IsNegativeInfinity(max))
        {
            return max;
        }

        Span<float> scratch = stackalloc float[Chunk];
        var sum = 0d;
        for (var rest = logits; !rest.IsEmpty;)
        {
            var part = rest[..Math.Min(Chunk, rest.Length)];
            var values = scratch[..part.Length];
            TensorPrimitives.Subtract(part, max, values);
            TensorPrimitives.Exp(values, values);
            sum += Sums.Of(values);
            rest = rest[part.Length..];
        }

        return max + Math.Log(sum);
    }

    /// <summary>Draws a token with probability ∝ exp(logit / temperature); takes the likeliest at temperature 0.</summary>
    public static int Sample(ReadOnlySpan<float> logits, float temperature, Random random)
    {
        if (temperature == 0)
        {
            return TensorPrimitives.IndexOfMax(logits);
        }

        var weights = new float[logits.Length];
        TensorPrimitives.Divide(logits, temperature, weights);
        TensorPrimitives.Subtract(weights, TensorPrimitives.Max<float>(weights), weights);
        TensorPrimitives.Exp<float>(weights, weights);
        var target = random.NextDouble() * Sums.Of(weights);
        for (var id = 0; id < weights.Length; id++)
        {
            target -= weights[id];
            if (target < 0 && weights[id] > 0)
            {
                return id;
            }
        }

        return TensorPrimitives.IndexOfMax(logits);
    }
}
