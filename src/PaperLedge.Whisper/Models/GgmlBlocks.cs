using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace PaperLedge.Whisper.Models;

/// <summary>
/// ggml's storage of values. A quantised block holds <see cref="Values"/> values under one half-precision scale d (and
/// minimum m): scales first, then the fifth bits if any, then the quants, where the low nibble of byte j is value j and
/// the high one value j + 16.
/// </summary>
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

    /// <summary>Whether each value is a whole multiple, below 128, of its block's scale.</summary>
    public static bool HasExactScale(GgmlType type) => type is GgmlType.Q4_0 or GgmlType.Q5_0 or GgmlType.Q8_0;

    /// <summary>The scale of each block; it comes first in a block.</summary>
    public static void ReadScales(GgmlType type, ReadOnlySpan<byte> source, Span<float> scales)
    {
        var size = BytesPerBlock(type);
        for (var block = 0; block < scales.Length; block++)
        {
            scales[block] = Scale(source.Slice(block * size, size));
        }
    }

    /// <param name="source">Whole blocks.</param>
    /// <param name="values">As many values as the blocks hold.</param>
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
                TensorPrimitives.ConvertSaturating(MemoryMarshal.Cast<byte, sbyte>(block[2..]), values);
                TensorPrimitives.Multiply(values, scale, values);
                break;
        }
    }

    private static void ReadNibbles(ReadOnlySpan<byte> quants, uint fifthBits, int zero, float scale, float minimum, Span<float> values)
    {
        for (var j = 0; j < Values / 2; j++)
        {
            var low = (quants[j] & 0x0F) | (int)(((fifthBits >> j) & 1) << 4);
            var high = (quants[j] >> 4) | (int)(((fifthBits >> (j + 16)) & 1) << 4);
            values[j] = ((low - zero) * scale) + minimum;
            values[j + 16] = ((high - zero) * scale) + minimum;
        }
    }

    private static float Scale(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
