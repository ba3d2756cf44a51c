using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Tests.Speech.Engine.Arithmetic;

public sealed class IntegerMatrixTests
{
    private readonly Random _random = new(5);

    /// <summary>
    /// The error is that of rounding the weights: half of the largest weight's 127th or 2047th, averaged over the inputs.
    /// </summary>
    [Theory]
    [InlineData(1, 16, 16, true)]
    [InlineData(7, 35, 64, true)]
    [InlineData(13, 48, 5120, true)]
    [InlineData(1, 5, 16, false)]
    [InlineData(8, 35, 240, false)]
    public void Products_agree_with_floats(int rows, int outputs, int inputs, bool isEightBit)
    {
        var (weights, left, bias) = (Normal(outputs * inputs), Normal(rows * inputs), Normal(outputs));
        var result = new float[rows * outputs];
        Matrix(weights, outputs, inputs, isEightBit).Multiply(new RoundedRows().Take(left, inputs), bias, result);
        var tolerance = Math.Sqrt(inputs) * (isEightBit ? 0.06 : 0.004);
        Assert.All(Enumerable.Range(0, rows * outputs), i => Assert.Equal(
            bias[i % outputs]
                + Enumerable.Range(0, inputs).Sum(k => (double)left[(i / outputs * inputs) + k] * weights[(i % outputs * inputs) + k]),
            result[i],
            tolerance));
    }

    [Fact]
    public void A_row_does_not_notice_the_rows_beside_it()
    {
        var (weights, left) = (Normal(40 * 64), Normal(9 * 64));
        var matrix = Matrix(weights, 40, 64, isEightBit: true);
        var (together, alone) = (new float[9 * 40], new float[40]);
        matrix.Multiply(new RoundedRows().Take(left, 64), [], together);
        for (var row = 0; row < 9; row++)
        {
            matrix.Multiply(new RoundedRows().Take(left.AsSpan(row * 64, 64), 64), [], alone);
            Assert.Equal(alone, together.AsSpan(row * 40, 40).ToArray());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_largest_values_do_not_overflow(bool isEightBit)
    {
        var ones = Enumerable.Repeat(1f, 5120).ToArray();
        var result = new float[1];
        Matrix(ones, 1, 5120, isEightBit).Multiply(new RoundedRows().Take(ones, 5120), [], result);
        Assert.Equal(5120, result[0], 0.01);
    }

    [Fact]
    public void Rows_may_overlap_and_memory_of_earlier_ones_does_not_show()
    {
        var values = Normal(5 * 16);
        var matrix = Matrix(Normal(16 * 32), 16, 32, isEightBit: false);
        var rows = new RoundedRows();
        rows.Take(Normal(12 * 64), 64);
        var (overlapping, alone) = (new float[4 * 16], new float[16]);
        matrix.Multiply(rows.Take(values, 4, 32, 16), [], overlapping);
        for (var row = 0; row < 4; row++)
        {
            matrix.Multiply(new RoundedRows().Take(values.AsSpan(row * 16, 32), 32), [], alone);
            Assert.Equal(alone, overlapping.AsSpan(row * 16, 16).ToArray());
        }
    }

    [Fact]
    public void An_outputs_weights_can_be_read_back()
    {
        var weights = Normal(20 * 32);
        var matrix = Matrix(weights, 20, 32, isEightBit: true);
        var read = new float[32];
        matrix.CopyOutput(17, read);
        Assert.All(Enumerable.Range(0, 32), i => Assert.Equal(weights[(17 * 32) + i], read[i], 0.02));
    }

    [Fact]
    public void Zeros_stay_zeros()
    {
        var result = new float[16];
        Matrix(new float[16 * 16], 16, 16, isEightBit: true).Multiply(new RoundedRows().Take(new float[16], 16), [], result);
        Assert.All(result, value => Assert.Equal(0, value));
    }

    private static IntegerMatrix Matrix(float[] weights, int outputs, int inputs, bool isEightBit)
    {
        var matrix = new IntegerMatrix(outputs, inputs, isEightBit);
        for (var output = 0; output < outputs; output++)
        {
            matrix.SetOutput(output, weights.AsSpan(output * inputs, inputs));
        }

        return matrix;
    }

    private float[] Normal(int count) =>
        [.. Enumerable.Range(0, count)
            .Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(Math.Tau * _random.NextDouble())))];
}
