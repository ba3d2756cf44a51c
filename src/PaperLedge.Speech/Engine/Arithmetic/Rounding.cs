using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PaperLedge.Speech.Engine.Arithmetic;

internal static class Rounding
{
    private const int Lanes = 8;

    /// <summary>Returns the largest magnitude; infinite or NaN if any value is. The length is a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Largest(ReadOnlySpan<float> values)
    {
        ref var from = ref MemoryMarshal.GetReference(values);

        // Magnitudes are in the order of their bits, and NaN is after infinity.
        var most = Vector256<int>.Zero;
        for (var i = 0; i < values.Length; i += Lanes)
        {
            most = Vector256.Max(most, Vector256.Abs(Vector256.LoadUnsafe(ref from, (nuint)i)).AsInt32());
        }

        var four = Vector128.Max(most.GetLower(), most.GetUpper());
        return BitConverter.Int32BitsToSingle(Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3])));
    }

    // The largest value, not magnitude.
    public static float Largest(Vector256<float> lanes)
    {
        var four = Vector128.MaxNative(lanes.GetLower(), lanes.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
    }

    /// <param name="values">A multiple of 16.</param>
    /// <param name="largest">The integer that the largest magnitude becomes.</param>
    /// <returns>The scale by which the integers must be multiplied.</returns>
    public static float Round(ReadOnlySpan<float> values, int largest, Span<short> rounded)
    {
        var scale = Largest(values) / largest;
        RoundBy(scale, values, rounded);
        return scale;
    }

    /// <summary>Divides values by a scale and rounds them; a scale of 0 gives zeros.</summary>
    /// <param name="values">A multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RoundBy(float scale, ReadOnlySpan<float> values, Span<short> rounded)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounded.Length, values.Length);
        ref var from = ref MemoryMarshal.GetReference(values);
        var inverse = Vector256.Create(scale == 0 ? 0 : 1 / scale);
        for (var i = 0; i < values.Length; i += 2 * Lanes)
        {
            var low = Nearest(Vector256.LoadUnsafe(ref from, (nuint)i) * inverse);
            var high = Nearest(Vector256.LoadUnsafe(ref from, (nuint)(i + Lanes)) * inverse);
            Vector256.NarrowWithSaturation(low, high).StoreUnsafe(ref rounded[i]);
        }
    }

    /// <returns>The nearest integers, halves to even.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Nearest(Vector256<float> values) =>
        Avx.IsSupported ? Avx.ConvertToVector256Int32(values) : Vector256.ConvertToInt32(Vector256.Round(values));
}
