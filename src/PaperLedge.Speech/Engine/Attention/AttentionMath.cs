using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Speech.Engine.Attention;

/// <summary>Loops of the decoder's self-attention, whose keys and values have 16 bits.</summary>
internal static class AttentionMath
{
    private const int Lanes = 8;

    /// <summary>Computes Σ a[c] · b[c]; the length is a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<short> b)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, a.Length);
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(b);
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < a.Length; i += Lanes)
        {
            var x = Vector256.LoadUnsafe(ref left, (nuint)i);
            sum = Vector256.MultiplyAddEstimate(x, Load(ref right, i), sum);
        }

        return Vector256.Sum(sum);
    }

    /// <summary>Computes result[c] += weight · values[c]; the length is a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeighted(float weight, ReadOnlySpan<short> values, Span<float> result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, values.Length);
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(result);
        var w = Vector256.Create(weight);
        for (var i = 0; i < values.Length; i += Lanes)
        {
            var sum = Vector256.MultiplyAddEstimate(w, Load(ref from, i), Vector256.LoadUnsafe(ref to, (nuint)i));
            sum.StoreUnsafe(ref to, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref short values, int first)
    {
        var eight = Vector128.LoadUnsafe(ref values, (nuint)first);
        return Vector256.ConvertToSingle(Vector256.Create(Vector128.WidenLower(eight), Vector128.WidenUpper(eight)));
    }

    public static void Softmax(Span<float> scores)
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
        TensorPrimitives.Exp<float>(scores, scores);
        TensorPrimitives.Divide(scores, Sums.Of(scores), scores);
    }
}
