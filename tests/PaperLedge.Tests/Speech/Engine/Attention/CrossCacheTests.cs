using System.Numerics.Tensors;
using PaperLedge.Speech.Engine.Attention;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Engine.Attention;

/// <summary>Against the definition, softmax(q·k / √d)·v, in double precision.</summary>
public sealed class CrossCacheTests
{
    private const int Heads = 3;
    private const int State = 192;
    private static readonly WhisperDimensions s_dimensions = new(51864, State, Heads, 1, State, Heads, TextLayers: 2, MelBins: 80);

    private readonly Random _random = new(11);

    [Theory]
    [InlineData(1500)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1)]
    [InlineData(777)]
    public void Attention_agrees_with_its_definition(int positions)
    {
        var (keys, values, query) = (Normal(positions * State), Normal(positions * State), Normal(State));
        var cache = new CrossCache(s_dimensions);
        cache.Begin(positions);
        Fill(cache, 1, keys, values);
        var attended = new float[State];
        cache.Attend(1, query, attended);
        var expected = Define(keys, values, query, positions);
        Assert.All(Enumerable.Range(0, State), i => Assert.Equal(expected[i], attended[i], 0.02));
    }

    [Fact]
    public void Zeros_attend_evenly()
    {
        var cache = new CrossCache(s_dimensions);
        cache.Begin(10);
        Fill(cache, 0, new float[10 * State], Enumerable.Repeat(2f, 10 * State).ToArray());
        var attended = new float[State];
        cache.Attend(0, Normal(State), attended);
        Assert.All(attended, value => Assert.Equal(2, value, 1e-5f));
    }

    /// <summary>All weights but one are 0.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    [InlineData(1499)]
    public void A_token_that_listens_to_one_moment_hears_it_alone(int moment)
    {
        const int Positions = 1500;
        var (keys, values, query) = (new float[Positions * State], Normal(Positions * State), Normal(State));
        TensorPrimitives.Multiply(query, 10, keys.AsSpan(moment * State, State));
        var cache = new CrossCache(s_dimensions);
        cache.Begin(Positions);
        Fill(cache, 0, keys, values);
        var attended = new float[State];
        cache.Attend(0, query, attended);
        Assert.All(Enumerable.Range(0, State), i => Assert.Equal(values[(moment * State) + i], attended[i], 0.02));
    }

    private static void Fill(CrossCache cache, int layer, float[] keys, float[] values)
    {
        for (var head = 0; head < Heads; head++)
        {
            cache.Fill(layer, head, keys, values);
        }
    }

    private static double[] Define(float[] keys, float[] values, float[] query, int positions)
    {
        const int Size = State / Heads;
        var result = new double[State];
        for (var head = 0; head < Heads; head++)
        {
            var scores = Enumerable.Range(0, positions).Select(position => Enumerable.Range(head * Size, Size)
                .Sum(c => (double)query[c] * keys[(position * State) + c]) / Math.Sqrt(Size)).ToArray();
            var weights = scores.Select(score => Math.Exp(score - scores.Max())).ToArray();
            for (var c = head * Size; c < (head + 1) * Size; c++)
            {
                result[c] =
                    Enumerable.Range(0, positions).Sum(position => weights[position] * values[(position * State) + c]) / weights.Sum();
            }
        }

        return result;
    }

    private float[] Normal(int count) =>
        [.. Enumerable.Range(0, count)
            .Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(Math.Tau * _random.NextDouble())))];
}
