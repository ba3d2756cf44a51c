using PaperLedge.Speech.Engine.Attention;

namespace PaperLedge.Tests.Speech.Engine.Attention;

/// <summary>Against the definition, softmax(q·k / √d)·v, in double precision.</summary>
public sealed class SelfAttentionTests
{
    private readonly Random _random = new(13);

    /// <param name="spread">Of queries: the larger it is, the more a position attends to few others.</param>
    [Theory]
    [InlineData(1500, 64, 1)]
    [InlineData(1500, 64, 8)]
    [InlineData(777, 32, 3)]
    [InlineData(130, 96, 1)]
    [InlineData(17, 64, 1)]
    [InlineData(6, 64, 1)]
    [InlineData(1, 64, 1)]
    public void Attention_agrees_with_its_definition(int positions, int size, float spread)
    {
        const int Heads = 2;
        var state = Heads * size;
        var (query, key, value) = (Normal(positions * state, spread), Normal(positions * state, 1), Normal(positions * state, 1));
        var attended = new float[positions * state];
        Attend(new(state, Heads, 1500), Heads, query, key, value, attended);
        foreach (var position in new[] { 0, positions / 2, positions - 1 })
        {
            for (var head = 0; head < Heads; head++)
            {
                var expected = Define(query, key, value, positions, state, position, head * size, size);
                Assert.All(
                    Enumerable.Range(0, size), c => Assert.Equal(expected[c], attended[(position * state) + (head * size) + c], 0.006));
            }
        }
    }

    /// <summary>An attention sink: one position has half of the weight and little value; all others share the rest.</summary>
    [Fact]
    public void Many_small_weights_beside_a_large_one_keep_their_part()
    {
        const int Positions = 1500, Size = 64;
        var query = Enumerable.Repeat(1f, Positions * Size).ToArray();
        var key = new float[Positions * Size];
        key.AsSpan(0, Size).Fill((float)(Math.Log(Positions - 1) * Math.Sqrt(Size) / Size));
        var value = Enumerable.Repeat(1f, Positions * Size).ToArray();
        value.AsSpan(0, Size).Clear();
        var attended = new float[Positions * Size];
        Attend(new(Size, 1, Positions), 1, query, key, value, attended);
        Assert.All(attended, result => Assert.Equal(0.5, result, 0.005));
    }

    [Fact]
    public void Memory_of_a_longer_call_does_not_show()
    {
        var attention = new SelfAttention(64, 1, 300);
        var (query, key, value) = (Normal(50 * 64, 1), Normal(50 * 64, 1), Normal(50 * 64, 1));
        var (fresh, used) = (new float[50 * 64], new float[50 * 64]);
        Attend(attention, 1, query, key, value, fresh);
        Attend(attention, 1, Normal(300 * 64, 9), Normal(300 * 64, 9), Normal(300 * 64, 9), new float[300 * 64]);
        Attend(attention, 1, query, key, value, used);
        Assert.Equal(fresh, used);
    }

    private static void Attend(SelfAttention attention, int heads, float[] query, float[] key, float[] value, float[] attended)
    {
        for (var head = 0; head < heads; head++)
        {
            attention.Attend(head, query, key, value, attended);
        }
    }

    private static double[] Define(float[] query, float[] key, float[] value, int positions, int state, int position, int channel, int size)
    {
        var scores = Enumerable.Range(0, positions).Select(other => Enumerable.Range(channel, size)
            .Sum(c => (double)query[(position * state) + c] * key[(other * state) + c]) / Math.Sqrt(size)).ToArray();
        var most = scores.Max();
        var weights = scores.Select(score => Math.Exp(score - most)).ToArray();
        return [.. Enumerable.Range(channel, size)
            .Select(c => Enumerable.Range(0, positions).Sum(other => weights[other] * value[(other * state) + c]) / weights.Sum())];
    }

    private float[] Normal(int count, float spread) =>
        [.. Enumerable.Range(0, count)
            .Select(_ => spread * (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(Math.Tau * _random.NextDouble())))];
}
