using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Speech.Engine.Attention;

/// <summary>Attention weights: the softmax of the products of a query and keys, as integers to multiply the values with.</summary>
internal static class AttentionWeights
{
    // The weight of the best position, if its value has the largest scale. 15 bits, so that 1,500 small weights beside a large one still
    // have an effect.
    public const int Largest = short.MaxValue;

    private const int Lanes = 8;

    // Scores are powers of 2, which are faster to compute than powers of e.
    public static float ScoreScale(int headSize) => 1 / (MathF.Sqrt(headSize) * MathF.Log(2));

    /// <param name="scales">A multiple of 8; none is negative.</param>
    /// <returns>The largest scale.</returns>
    public static float Share(Span<float> scales)
    {
        var largest = Rounding.Largest(scales);
        TensorPrimitives.Multiply(scales, largest == 0 ? 0 : 1 / largest, scales);
        return largest;
    }

    /// <param name="products">Of rounded queries and keys, a multiple of 16; overwritten by the scores.</param>
    /// <param name="queryScale">Multiplied with <see cref="ScoreScale"/>.</param>
    /// <param name="keyScales">One for each position.</param>
    /// <param name="valueShares">For each position the scale of its value as a share of the largest.</param>
    /// <param name="positions">Products beyond this number are ignored.</param>
    /// <param name="weights">As many as products: softmax · sum · share · <see cref="Largest"/>.</param>
    /// <returns>The sum, before shares, by which the weights must be divided.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Weigh(
        Span<int> products,
        float queryScale,
        ReadOnlySpan<float> keyScales,
        ReadOnlySpan<float> valueShares,
        int positions,
        Span<short> weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keyScales.Length, products.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(valueShares.Length, products.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(weights.Length, products.Length);
        ref var product = ref MemoryMarshal.GetReference(products);
        ref var score = ref Unsafe.As<int, float>(ref product);
        ref var keyScale = ref MemoryMarshal.GetReference(keyScales);
        ref var share = ref MemoryMarshal.GetReference(valueShares);
        ref var weight = ref MemoryMarshal.GetReference(weights);
        var query = Vector256.Create(queryScale);
        var most = Vector256.Create(float.NegativeInfinity);
        var last = Vector256.Create(positions);
        for (var i = 0; i < products.Length; i += Lanes)
        {
            var scores = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref product, (nuint)i))
                * (Vector256.LoadUnsafe(ref keyScale, (nuint)i) * query);
            if (i + Lanes > positions)
            {
                var exists = Vector256.LessThan(Vector256<int>.Indices + Vector256.Create(i), last).AsSingle();
                scores = Vector256.ConditionalSelect(exists, scores, Vector256.Create(float.NegativeInfinity));
            }

            most = Vector256.MaxNative(most, scores);
            scores.StoreUnsafe(ref score, (nuint)i);
        }

        var top = Vector256.Create(Rounding.Largest(most));
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < products.Length; i += 2 * Lanes)
        {
            var low = Exponential.PowerOfTwo(Vector256.LoadUnsafe(ref score, (nuint)i) - top, Largest);
            var high = Exponential.PowerOfTwo(Vector256.LoadUnsafe(ref score, (nuint)(i + Lanes)) - top, Largest);
            sum += low + high;
            var lowWeights = Rounding.Nearest(low * Vector256.LoadUnsafe(ref share, (nuint)i));
            var highWeights = Rounding.Nearest(high * Vector256.LoadUnsafe(ref share, (nuint)(i + Lanes)));
            Vector256.NarrowWithSaturation(lowWeights, highWeights).StoreUnsafe(ref weight, (nuint)i);
        }

        return Vector256.Sum(sum);
    }
}
