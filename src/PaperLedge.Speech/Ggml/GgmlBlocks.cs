using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PaperLedge.Speech.Ggml;

/// <remarks>
/// A quantised block holds <see cref="Values"/> values under one half-precision scale d (and minimum m): scales first, then the fifth
/// bits if any, then the quants, where the low nibble of byte j is value j and the high one value j + 16.
/// </remarks>
internal static class GgmlBlocks
{
    public const int Values = 32;

    public static bool IsKnown(int type) => Enum.IsDefined((GgmlType)type);

    public static int ValuesPerBlock(GgmlType type) => type is GgmlType.F32 or GgmlType.F16 ? 1 : Values;

    public static int BytesPerBlock(GgmlType type) => type switch
    {
        GgmlType.F32 => 4,
        GgmlType.F16 => 2,
        GgmlType.Q4_0 => 18,
        GgmlType.Q4_1 => 20,
        GgmlType.Q5_0 => 22,
        GgmlType.Q5_1 => 24,
        GgmlType.Q8_0 => 34,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <param name="source">Whole blocks.</param>
    /// <param name="values">As many values as the blocks hold.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(GgmlType type, ReadOnlySpan<byte> source, Span<float> values)
    {
        if (type == GgmlType.F32)
        {
            MemoryMarshal.Cast<byte, float>(source).CopyTo(values);
            return;
        }

        if (type == GgmlType.F16)
        {
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), values);
            return;
        }

        var size = BytesPerBlock(type);
        for (var block = 0; block * Values < values.Length; block++)
        {
            ReadBlock(type, source.Slice(block * size, size), values.Slice(block * Values, Values));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReadBlock(GgmlType type, ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = Scale(block);
        switch (type)
        {
            case GgmlType.Q4_0:
                ReadNibbles(block[2..], 0, 8, scale, 0, values);
                break;
            case GgmlType.Q4_1:
                ReadNibbles(block[4..], 0, 0, scale, Scale(block[2..]), values);
                break;
            case GgmlType.Q5_0:
                ReadNibbles(block[6..], BinaryPrimitives.ReadUInt32LittleEndian(block[2..]), 16, scale, 0, values);
                break;
            case GgmlType.Q5_1:
                ReadNibbles(block[8..], BinaryPrimitives.ReadUInt32LittleEndian(block[4..]), 0, scale, Scale(block[2..]), values);
                break;
            default:
                ReadBytes(block[2..], scale, values);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReadBytes(ReadOnlySpan<byte> quants, float scale, Span<float> values)
    {
        for (var i = 0; i < Values; i += 8)
        {
            var eight = Vector128.WidenLower(Vector128.CreateScalar(BinaryPrimitives.ReadInt64LittleEndian(quants[i..])).AsSByte());
            var whole = Vector256.Create(Vector128.WidenLower(eight), Vector128.WidenUpper(eight));
            (Vector256.ConvertToSingle(whole) * scale).CopyTo(values[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReadNibbles(ReadOnlySpan<byte> quants, uint fifthBits, int zero, float scale, float minimum, Span<float> values)
    {
        var bytes = Vector128.Create(quants[..(Values / 2)]);
        var (low, high) = (bytes & Vector128.Create<byte>(0x0F), bytes >> 4);
        Write(Vector128.WidenLower(low), fifthBits, zero, scale, minimum, values);
        Write(Vector128.WidenUpper(low), fifthBits >> 8, zero, scale, minimum, values[8..]);
        Write(Vector128.WidenLower(high), fifthBits >> 16, zero, scale, minimum, values[16..]);
        Write(Vector128.WidenUpper(high), fifthBits >> 24, zero, scale, minimum, values[24..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector128<ushort> eight, uint bits, int zero, float scale, float minimum, Span<float> to)
    {
        var fifths = Vector256.Equals(Vector256.Create(bits) & Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128), Vector256<uint>.Zero);
        var whole = Vector256.Create(Vector128.WidenLower(eight), Vector128.WidenUpper(eight))
            | Vector256.AndNot(Vector256.Create(16u), fifths);
        ((Vector256.ConvertToSingle(whole.AsInt32() - Vector256.Create(zero)) * scale) + Vector256.Create(minimum)).CopyTo(to);
    }

    private static float Scale(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
