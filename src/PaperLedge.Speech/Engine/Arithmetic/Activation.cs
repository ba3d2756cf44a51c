using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PaperLedge.Speech.Engine.Arithmetic;

internal static class Activation
{
    private const float NormEpsilon = 1e-5f;
    private const int Lanes = 8;

    /// <summary>Normalises a row to mean 0 and spread 1, then applies the trained weight and bias.</summary>
    public static void Normalise(ReadOnlySpan<float> row, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> result)
    {
        TensorPrimitives.Subtract(row, Sums.Of(row) / row.Length, result);
        var spread = MathF.Sqrt((Sums.OfSquares(result) / row.Length) + NormEpsilon);
        TensorPrimitives.Divide(result, spread, result);
        TensorPrimitives.MultiplyAdd(result, weight, bias, result);
    }

    /// <summary>Applies GELU, x · Φ(x), in place. The length is a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gelu(Span<float> values)
    {
        // The error function is Abramowitz and Stegun's 7.1.26, off by 1.5·10⁻⁷ at most.
        ref var first = ref MemoryMarshal.GetReference(values);
        for (var i = 0; i < values.Length; i += Lanes)
        {
            var x = Vector256.LoadUnsafe(ref first, (nuint)i);
            var z = Vector256.Abs(x) * MathF.Sqrt(0.5f);
            var t = Vector256<float>.One / ((z * 0.3275911f) + Vector256<float>.One);
            var tail = Vector256.MultiplyAddEstimate(Vector256.Create(1.061405429f), t, Vector256.Create(-1.453152027f));
            tail = Vector256.MultiplyAddEstimate(tail, t, Vector256.Create(1.421413741f));
            tail = Vector256.MultiplyAddEstimate(tail, t, Vector256.Create(-0.284496736f));
            tail = Vector256.MultiplyAddEstimate(tail, t, Vector256.Create(0.254829592f));
            tail = tail * t * Exponential.Exp(-z * z);

            // tail is 1 - erf(z); half of it is 1 - Φ(x) for a positive x and Φ(x) for a negative one.
            var half = tail * 0.5f;
            var share = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), half, Vector256<float>.One - half);
            (x * share).StoreUnsafe(ref first, (nuint)i);
        }
    }
}
