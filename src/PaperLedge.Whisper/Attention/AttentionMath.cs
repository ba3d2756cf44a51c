using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PaperLedge.Whisper.Attention;

/// <summary>
/// The loops of attention over small integers, eight values at a time. They read memory once, in order: a step of the decoder
/// is mostly the reading of the cross-attention's keys and values.
/// </summary>
internal static class AttentionMath
{
    /// <summary>Positions of a tile of keys, and channels of a strip of values, that are worked on at once.</summary>
    public const int TilePositions = 64;
    public const int StripChannels = 32;

    private const int Lanes = 8;

    /// <summary>scores[p] = Σ query[c] · tile[c][p] for the tile's 64 positions.</summary>
    /// <param name="tile">Channels × 64.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyTile(ReadOnlySpan<float> query, ReadOnlySpan<short> tile, Span<float> scores)
    {
        ref var keys = ref MemoryMarshal.GetReference(tile);
        for (var half = 0; half < TilePositions; half += TilePositions / 2)
        {
            var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            for (var channel = 0; channel < query.Length; channel++)
            {
                var q = Vector256.Create(query[channel]);
                ref var at = ref Unsafe.Add(ref keys, (channel * TilePositions) + half);
                a = Vector256.MultiplyAddEstimate(q, Load(ref at), a);
                b = Vector256.MultiplyAddEstimate(q, Load(ref Unsafe.Add(ref at, Lanes)), b);
                c = Vector256.MultiplyAddEstimate(q, Load(ref Unsafe.Add(ref at, 2 * Lanes)), c);
                d = Vector256.MultiplyAddEstimate(q, Load(ref Unsafe.Add(ref at, 3 * Lanes)), d);
            }

            var to = scores.Slice(half, TilePositions / 2);
            a.CopyTo(to);
            b.CopyTo(to[Lanes..]);
            c.CopyTo(to[(2 * Lanes)..]);
            d.CopyTo(to[(3 * Lanes)..]);
        }
    }

    /// <summary>result[c] = Σ weights[p] · strip[p][c] for the strip's 32 channels.</summary>
    /// <param name="strip">Positions × 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyStrip(ReadOnlySpan<float> weights, ReadOnlySpan<short> strip, Span<float> result)
    {
        ref var values = ref MemoryMarshal.GetReference(strip);
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var position = 0; position < weights.Length; position++)
        {
            var w = Vector256.Create(weights[position]);
            ref var at = ref Unsafe.Add(ref values, position * StripChannels);
            a = Vector256.MultiplyAddEstimate(w, Load(ref at), a);
            b = Vector256.MultiplyAddEstimate(w, Load(ref Unsafe.Add(ref at, Lanes)), b);
            c = Vector256.MultiplyAddEstimate(w, Load(ref Unsafe.Add(ref at, 2 * Lanes)), c);
            d = Vector256.MultiplyAddEstimate(w, Load(ref Unsafe.Add(ref at, 3 * Lanes)), d);
        }

        a.CopyTo(result);
        b.CopyTo(result[Lanes..]);
        c.CopyTo(result[(2 * Lanes)..]);
        d.CopyTo(result[(3 * Lanes)..]);
    }

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

    /// <summary>Eight signed integers of 16 bits as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref short source)
    {
        var shorts = Vector128.LoadUnsafe(ref source);
        return Vector256.ConvertToSingle(Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(shorts)
            : Vector256.Create(Vector128.WidenLower(shorts), Vector128.WidenUpper(shorts)));
    }
}
