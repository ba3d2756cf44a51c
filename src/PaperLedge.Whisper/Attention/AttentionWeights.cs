using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PaperLedge.Whisper.Arithmetic;

namespace PaperLedge.Whisper.Attention;

/// <summary>Turns products of a query and keys into what the values are multiplied with: their softmax, as integers.</summary>
internal static class AttentionWeights
{
    /// <summary>The weight of the best position, if its value is the largest. 15 bits, so that 1,500 small weights beside a large one still count.</summary>
    public const int Largest = short.MaxValue;

    private const int Lanes = 8;

    /// <summary>What a query's scale is multiplied with, for heads of this size: scores are powers of two, which are quicker than powers of e.</summary>
    public static float ScoreScale(int headSize) => 1 / (MathF.Sqrt(headSize) * MathF.Log(2));

    /// <summary>Turns the scales of values to shares of the largest.</summary>
    /// <param name="scales">A multiple of 8; none is negative.</param>
    /// <returns>The largest.</returns>
    public static float Share(Span<float> scales)
    {
        var largest = Rounding.Largest(scales);
        TensorPrimitives.Multiply(scales, largest == 0 ? 0 : 1 / largest, scales);
        return largest;
    }

    /// <param name="products">Of rounded queries and keys, a multiple of 16; overwritten by the scores.</param>
    /// <param name="queryScale">With <see cref="ScoreScale"/>.</param>
    /// <param name="keyScales">One for each position.</param>
    /// <param name="valueShares">Each position's scale of its value as a share of the largest.</param>
    /// <param name="positions">Products beyond them count for nothing.</param>
    /// <param name="weights">As many as products: softmax · sum · share · <see cref="Largest"/>.</param>
    /// <returns>The sum that they have to be divided by, before shares.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Weigh(
        Span<int> products, float queryScale, ReadOnlySpan<float> keyScales, ReadOnlySpan<float> valueShares, int positions, Span<short> weights)
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
            var scores = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref product, (nuint)i)) * (Vector256.LoadUnsafe(ref keyScale, (nuint)i) * query);
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
