using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PaperLedge.Speech.Engine.Arithmetic;

/// <remarks>
/// A processor multiplies and adds two integers of 16 bits where it would multiply one float, and the result is exact: it depends neither
/// on the processor nor on the order of its sums.
/// <para>
/// The right-hand side is stored in tiles of 16 columns: for each two k's, two values of each column. Its values have 8 bits, which halves
/// the memory to be read, or 16. The caller ensures that no sum exceeds 32 bits.
/// </para>
/// </remarks>
internal static class IntegerTile
{
    // Rows and columns whose sums stay in registers.
    public const int Rows = 6;
    public const int Columns = 16;

    // Tiles that a single row is multiplied with at a time.
    public const int TilesOfRow = 4;

    private const int Lanes = 8;

    public static int Padded(int count, int multiple) => (count + multiple - 1) / multiple * multiple;

    /// <summary>Computes sums[r][c] = Σ left[r][k] · right[k][c], for six rows and one tile.</summary>
    /// <param name="left">Six rows of at least 2 · <paramref name="pairs"/> values.</param>
    /// <param name="leftStride">Values from one row to the next.</param>
    /// <param name="pairs">Half of the k's.</param>
    /// <param name="sums">Six rows of 16.</param>
    /// <param name="sumsStride">Values from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(
        ReadOnlySpan<short> left, int leftStride, ReadOnlySpan<T> right, int pairs, Span<int> sums, int sumsStride)
        where T : unmanaged
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
            var right0 = Load(ref b);
            var right1 = Load(ref Unsafe.Add(ref b, 2 * Lanes));
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

    /// <summary>Computes sums[c] += Σ left[k] · right[k][c], for one row and four tiles.</summary>
    /// <param name="left">2 · <paramref name="pairs"/> values.</param>
    /// <param name="rightStride">Values from one tile to the next.</param>
    /// <param name="sums">64 sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRow<T>(ReadOnlySpan<short> left, ReadOnlySpan<T> right, int rightStride, int pairs, Span<int> sums)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(2 * pairs, left.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(((TilesOfRow - 1) * rightStride) + (pairs * 2 * Columns), right.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TilesOfRow * Columns, sums.Length);
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right);
        nint stride = rightStride;
        ref var to = ref MemoryMarshal.GetReference(sums);
        var (a0, a1) = (Vector256.LoadUnsafe(ref to), Vector256.LoadUnsafe(ref to, Lanes));
        var (b0, b1) = (Vector256.LoadUnsafe(ref to, 2 * Lanes), Vector256.LoadUnsafe(ref to, 3 * Lanes));
        var (c0, c1) = (Vector256.LoadUnsafe(ref to, 4 * Lanes), Vector256.LoadUnsafe(ref to, 5 * Lanes));
        var (d0, d1) = (Vector256.LoadUnsafe(ref to, 6 * Lanes), Vector256.LoadUnsafe(ref to, 7 * Lanes));
        for (var pair = 0; pair < pairs; pair++)
        {
            var row = Pair(ref a);
            a0 = MultiplyAdd(row, Load(ref b), a0);
            a1 = MultiplyAdd(row, Load(ref Unsafe.Add(ref b, 2 * Lanes)), a1);
            b0 = MultiplyAdd(row, Load(ref Unsafe.Add(ref b, stride)), b0);
            b1 = MultiplyAdd(row, Load(ref Unsafe.Add(ref b, stride + (2 * Lanes))), b1);
            c0 = MultiplyAdd(row, Load(ref Unsafe.Add(ref b, 2 * stride)), c0);
            c1 = MultiplyAdd(row, Load(ref Unsafe.Add(ref b, (2 * stride) + (2 * Lanes))), c1);
            d0 = MultiplyAdd(row, Load(ref Unsafe.Add(ref b, 3 * stride)), d0);
            d1 = MultiplyAdd(row, Load(ref Unsafe.Add(ref b, (3 * stride) + (2 * Lanes))), d1);
            a = ref Unsafe.Add(ref a, 2);
            b = ref Unsafe.Add(ref b, 2 * Columns);
        }

        Store(a0, a1, ref to);
        Store(b0, b1, ref Unsafe.Add(ref to, 2 * Lanes));
        Store(c0, c1, ref Unsafe.Add(ref to, 4 * Lanes));
        Store(d0, d1, ref Unsafe.Add(ref to, 6 * Lanes));
    }

    private static Vector256<int> Zero => Vector256<int>.Zero;

    // Loads two values of a row, for every column.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Pair(ref short values) => Vector256.Create(Unsafe.As<short, int>(ref values)).AsInt16();

    // Loads 16 values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Load<T>(ref T values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(short))
        {
            return Vector256.LoadUnsafe(ref Unsafe.As<T, short>(ref values));
        }

        var bytes = Vector128.LoadUnsafe(ref Unsafe.As<T, sbyte>(ref values));
        return Avx2.IsSupported
            ? Avx2.ConvertToVector256Int16(bytes)
            : Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes));
    }

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
