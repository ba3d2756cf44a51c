using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PaperLedge.Whisper.Attention;

/// <summary>
/// Products of 16-bit integers, six rows by sixteen columns at a time: the twelve sums stay in registers, and a processor adds
/// two products in one instruction, so this is twice as fast as single precision and exact.
/// </summary>
internal static class IntegerTile
{
    public const int Rows = 6;
    public const int Columns = 16;

    private const int Lanes = 8;

    /// <summary>sums[r][c] = Σ left[r][k] · right[k][c]. That no sum leaves 32 bits is the caller's affair.</summary>
    /// <param name="left">Six rows of at least 2 · <paramref name="pairs"/> values.</param>
    /// <param name="leftStride">Values from one row to the next.</param>
    /// <param name="right">For each two k's: 16 columns of two values.</param>
    /// <param name="pairs">Half of the k's.</param>
    /// <param name="sums">Six rows of 16.</param>
    /// <param name="sumsStride">Values from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ReadOnlySpan<short> left, int leftStride, ReadOnlySpan<short> right, int pairs, Span<int> sums, int sumsStride)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(((Rows - 1) * leftStride) + (2 * pairs), left.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pairs * 2 * Columns, right.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(((Rows - 1) * sumsStride) + Columns, sums.Length);
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var d = ref Unsafe.Add(ref a, 3 * leftStride);
        ref var b = ref MemoryMarshal.GetReference(right);
        nint stride = leftStride;
        var (a0, a1, b0, b1, c0, c1) = (Zero, Zero, Zero, Zero, Zero, Zero);
        var (d0, d1, e0, e1, f0, f1) = (Zero, Zero, Zero, Zero, Zero, Zero);
        for (var pair = 0; pair < pairs; pair++)
        {
            var right0 = Vector256.LoadUnsafe(ref b);
            var right1 = Vector256.LoadUnsafe(ref b, 2 * Lanes);
            var row = Pair(ref a);
            a0 = MultiplyAdd(row, right0, a0);
            a1 = MultiplyAdd(row, right1, a1);
            row = Pair(ref Unsafe.Add(ref a, stride));
            b0 = MultiplyAdd(row, right0, b0);
            b1 = MultiplyAdd(row, right1, b1);
            row = Pair(ref Unsafe.Add(ref a, 2 * stride));
            c0 = MultiplyAdd(row, right0, c0);
            c1 = MultiplyAdd(row, right1, c1);
            row = Pair(ref d);
            d0 = MultiplyAdd(row, right0, d0);
            d1 = MultiplyAdd(row, right1, d1);
            row = Pair(ref Unsafe.Add(ref d, stride));
            e0 = MultiplyAdd(row, right0, e0);
            e1 = MultiplyAdd(row, right1, e1);
            row = Pair(ref Unsafe.Add(ref d, 2 * stride));
            f0 = MultiplyAdd(row, right0, f0);
            f1 = MultiplyAdd(row, right1, f1);
            a = ref Unsafe.Add(ref a, 2);
            d = ref Unsafe.Add(ref d, 2);
            b = ref Unsafe.Add(ref b, 2 * Columns);
        }

        ref var to = ref MemoryMarshal.GetReference(sums);
        Store(a0, a1, ref to);
        Store(b0, b1, ref Unsafe.Add(ref to, sumsStride));
        Store(c0, c1, ref Unsafe.Add(ref to, 2 * sumsStride));
        Store(d0, d1, ref Unsafe.Add(ref to, 3 * sumsStride));
        Store(e0, e1, ref Unsafe.Add(ref to, 4 * sumsStride));
        Store(f0, f1, ref Unsafe.Add(ref to, 5 * sumsStride));
    }

    private static Vector256<int> Zero => Vector256<int>.Zero;

    /// <summary>Two values of a row, for every column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pair(ref short values) => Vector256.Create(Unsafe.As<short, int>(ref values)).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> MultiplyAdd(Vector256<short> a, Vector256<short> b, Vector256<int> sum) =>
        AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(sum, a, b)
        : Avx2.IsSupported ? sum + Avx2.MultiplyAddAdjacent(a, b)
        : sum + MultiplyAddAdjacent(a, b);

    private static Vector256<int> MultiplyAddAdjacent(Vector256<short> a, Vector256<short> b) =>
        ((a.AsInt32() << 16 >> 16) * (b.AsInt32() << 16 >> 16)) + ((a.AsInt32() >> 16) * (b.AsInt32() >> 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> first, Vector256<int> second, ref int to)
    {
        first.StoreUnsafe(ref to);
        second.StoreUnsafe(ref to, Lanes);
    }
}
