using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Tests.Speech.Engine.Arithmetic;

/// <summary>Against sums in plain loops; integers have to agree to the last bit.</summary>
public sealed class IntegerTileTests
{
    private readonly Random _random = new(3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(33)]
    public void Six_rows_times_a_tile_of_16_bits_are_exact(int pairs)
    {
        var (left, right) = (Shorts(6 * 2 * pairs, 4095), Shorts(2 * pairs * 16, 511));
        var sums = new int[6 * 20];
        IntegerTile.Multiply<short>(left, 2 * pairs, right, pairs, sums, 20);
        Assert.All(
            Enumerable.Range(0, 6 * 16),
            i => Assert.Equal(Sum(left.AsSpan(i / 16 * 2 * pairs), k => right[Place(k, i % 16)], pairs), sums[(i / 16 * 20) + (i % 16)]));
    }

    [Fact]
    public void Six_rows_times_a_tile_of_8_bits_are_exact_at_the_extremes()
    {
        const int Pairs = 1024;
        var left = Enumerable.Repeat((short)8191, 6 * 2 * Pairs).ToArray();
        var right = Enumerable.Range(0, 2 * Pairs * 16).Select(i => (sbyte)(i / 2 % 16 < 8 ? 127 : -127)).ToArray();
        var sums = new int[6 * 16];
        IntegerTile.Multiply<sbyte>(left, 2 * Pairs, right, Pairs, sums, 16);
        Assert.All(Enumerable.Range(0, 6 * 16), i => Assert.Equal((i % 16 < 8 ? 1 : -1) * 2 * Pairs * 8191 * 127, sums[i]));
    }

    [Fact]
    public void A_row_times_four_tiles_adds_to_what_is_there()
    {
        const int Pairs = 17;
        var left = Shorts(2 * Pairs, 32767);
        var right = Shorts(4 * 2 * Pairs * 16, 127).Select(value => (sbyte)value).ToArray();
        var before = Enumerable.Range(0, 64).Select(_ => _random.Next(-1000, 1000)).ToArray();
        var sums = before.ToArray();
        IntegerTile.MultiplyRow<sbyte>(left, right, 2 * Pairs * 16, Pairs, sums);
        Assert.All(
            Enumerable.Range(0, 64),
            i => Assert.Equal(before[i] + Sum(left, k => right[(i / 16 * 2 * Pairs * 16) + Place(k, i % 16)], Pairs), sums[i]));
    }

    [Fact]
    public void What_is_too_short_is_refused()
    {
        var (left, right, sums) = (new short[6 * 4], new short[2 * 2 * 16], new int[6 * 16]);
        Assert.Throws<ArgumentOutOfRangeException>(() => IntegerTile.Multiply<short>(left.AsSpan(1), 4, right, 2, sums, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => IntegerTile.Multiply<short>(left, 4, right.AsSpan(1), 2, sums, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => IntegerTile.Multiply<short>(left, 4, right, 2, sums.AsSpan(1), 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => IntegerTile.MultiplyRow<short>(left, right, 16, 2, new int[64]));
    }

    private static int Place(int k, int column) => (k / 2 * 32) + (2 * column) + (k % 2);

    private static int Sum(ReadOnlySpan<short> left, Func<int, int> right, int pairs)
    {
        var sum = 0;
        for (var k = 0; k < 2 * pairs; k++)
        {
            sum += left[k] * right(k);
        }

        return sum;
    }

    private short[] Shorts(int count, int largest) =>
        [.. Enumerable.Range(0, count).Select(_ => (short)_random.Next(-largest, largest + 1))];
}
