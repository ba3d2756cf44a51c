using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Ggml;

public class GgmlBlocksTests
{
    // Half-precision 0.5 is 0x3800 and -1 is 0xBC00, little-endian.
    private static readonly byte[] s_half = [0x00, 0x38];
    private static readonly byte[] s_minusOne = [0x00, 0xBC];

    /// <summary>Byte j holds j in its low nibble and 15 − j in its high one.</summary>
    private static readonly byte[] s_nibbles = [.. Enumerable.Range(0, 16).Select(j => (byte)(j | ((15 - j) << 4)))];

    /// <summary>Bits 0, 2, 4 … are set.</summary>
    private static readonly byte[] s_fifths = [0x55, 0x55, 0x55, 0x55];

    private static readonly int[] s_quants = [.. Enumerable.Range(0, 16), .. Enumerable.Range(0, 16).Select(j => 15 - j)];

    [Fact]
    public void Q4_0_counts_from_eight() =>
        AssertReads(GgmlType.Q4_0, [.. s_half, .. s_nibbles], i => (s_quants[i] - 8) * 0.5f);

    [Fact]
    public void Q4_1_counts_from_its_minimum() =>
        AssertReads(GgmlType.Q4_1, [.. s_half, .. s_minusOne, .. s_nibbles], i => (s_quants[i] * 0.5f) - 1);

    [Fact]
    public void Q5_0_adds_the_fifth_bit_and_counts_from_sixteen() =>
        AssertReads(GgmlType.Q5_0, [.. s_half, .. s_fifths, .. s_nibbles], i => (WithFifth(i) - 16) * 0.5f);

    [Fact]
    public void Q5_1_adds_the_fifth_bit_and_counts_from_its_minimum() =>
        AssertReads(GgmlType.Q5_1, [.. s_half, .. s_minusOne, .. s_fifths, .. s_nibbles], i => (WithFifth(i) * 0.5f) - 1);

    [Fact]
    public void Q8_0_is_signed_bytes_under_a_scale() =>
        AssertReads(GgmlType.Q8_0, [.. s_half, .. Enumerable.Range(-16, 32).Select(n => (byte)(sbyte)(n * 7))], i => (i - 16) * 7 * 0.5f);

    [Fact]
    public void F16_and_F32_are_plain_numbers()
    {
        AssertReads(GgmlType.F16, [.. s_half, .. s_minusOne], i => i == 0 ? 0.5f : -1f);
        AssertReads(GgmlType.F32, [.. BitConverter.GetBytes(0.1f), .. BitConverter.GetBytes(-3f)], i => i == 0 ? 0.1f : -3f);
    }

    [Fact]
    public void Blocks_follow_each_other_without_a_gap()
    {
        byte[] block = [.. s_half, .. s_nibbles];
        AssertReads(GgmlType.Q4_0, [.. block, .. s_minusOne, .. s_nibbles], i => (s_quants[i % 32] - 8) * (i < 32 ? 0.5f : -1f));
    }

    private static int WithFifth(int i) => s_quants[i] + (i % 2 == 0 ? 16 : 0);

    private static void AssertReads(GgmlType type, byte[] bytes, Func<int, float> expected)
    {
        var values = new float[bytes.Length / GgmlBlocks.BytesPerBlock(type) * GgmlBlocks.ValuesPerBlock(type)];
        GgmlBlocks.Read(type, bytes, values);
        Assert.Equal(Enumerable.Range(0, values.Length).Select(expected), values);
    }
}
