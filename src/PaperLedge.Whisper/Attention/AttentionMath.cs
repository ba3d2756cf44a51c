using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PaperLedge.Whisper.Attention;

/// <summary>
/// The loops of the decoder's attention to its own text, which is short and kept in single precision.
/// </summary>
internal static class AttentionMath
{
    private const int Lanes = 8;

    /// <summary>Σ a[c] · b[c]; the length is a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(b);
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < a.Length; i += Lanes)
        {
            var x = Vector256.LoadUnsafe(ref left, (nuint)i);
            sum = Vector256.MultiplyAddEstimate(x, Vector256.LoadUnsafe(ref right, (nuint)i), sum);
        }

        return Vector256.Sum(sum);
    }

    /// <summary>result[c] += weight · values[c]; the length is a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeighted(float weight, ReadOnlySpan<float> values, Span<float> result)
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(result);
        var w = Vector256.Create(weight);
        for (var i = 0; i < values.Length; i += Lanes)
        {
            var sum = Vector256.MultiplyAddEstimate(w, Vector256.LoadUnsafe(ref from, (nuint)i), Vector256.LoadUnsafe(ref to, (nuint)i));
            sum.StoreUnsafe(ref to, (nuint)i);
        }
    }

    /// <summary>Turns scores into weights that sum to 1.</summary>
    public static void Softmax(Span<float> scores)
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
        TensorPrimitives.Exp<float>(scores, scores);
        TensorPrimitives.Divide(scores, TensorPrimitives.Sum<float>(scores), scores);
    }
}
