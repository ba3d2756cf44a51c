using Microsoft.ML.OnnxRuntime;
using PaperLedge.Speech.Engine;

namespace PaperLedge.Tests.Speech.Engine;

public sealed class ColumnWeightsTests
{
    /// <summary>255 · (a + b) must fit 16 bits: processors without VNNI add two neighbours' products there.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 0.004)]
    [InlineData(-1, -1)]
    [InlineData(1, -1)]
    public void Neighbours_never_overflow_16_bits(float first, float second)
    {
        var random = new Random(7);
        var weights = Enumerable.Range(0, 64)
            .Select(i => i % 2 == 0 ? first : second)
            .Select(weight => weight * (1 - (0.01f * random.NextSingle())))
            .ToArray();
        var columns = new ColumnWeights(1, 64);
        columns.SetOutputs(0, weights);
        var values = new Dictionary<string, OrtValue>();
        columns.Attach("w", values);
        var bytes = values[ColumnWeights.ColumnsOf("w")].GetTensorDataAsSpan<sbyte>().ToArray();
        var scale = values[ColumnWeights.ScalesOf("w")].GetTensorDataAsSpan<float>()[0];
        for (var i = 0; i < 64; i += 2)
        {
            Assert.InRange(255 * (Math.Max((int)bytes[i], 0) + Math.Max((int)bytes[i + 1], 0)), 0, short.MaxValue);
            Assert.InRange(255 * (Math.Min((int)bytes[i], 0) + Math.Min((int)bytes[i + 1], 0)), short.MinValue, 0);
            Assert.Equal(weights[i], bytes[i] * scale, 0.51 * scale);
            Assert.Equal(weights[i + 1], bytes[i + 1] * scale, 0.51 * scale);
        }

        Assert.All(values.Values, value => value.Dispose());
    }
}
