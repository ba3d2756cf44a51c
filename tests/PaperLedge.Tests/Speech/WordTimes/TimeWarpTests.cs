using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PaperLedge.Speech.WordTimes;

namespace PaperLedge.Tests.Speech.WordTimes;

public sealed class TimeWarpTests
{
    [Fact]
    public void The_path_follows_what_costs_least()
    {
        float[] costs =
        [
            0, 0, 1, 1, 1, 1,
            1, 1, 0, 1, 1, 1,
            1, 1, 1, 0, 0, 0,
        ];
        Assert.Equal([0, 2, 3], TimeWarp.FirstColumns(costs, rows: 3, columns: 6));
    }

    [Property(MaxTest = 50)]
    public Property Rows_begin_in_order_whatever_they_cost(PositiveInt rows, PositiveInt columns, int seed)
    {
        var (height, width) = (Math.Min(rows.Get, 40), Math.Min(columns.Get, 60));
        var random = new Random(seed);
        var costs = Enumerable.Range(0, height * width).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var first = TimeWarp.FirstColumns(costs, height, width);
        return (first.SequenceEqual(first.Order()) && first.All(column => column >= 0 && column < width) && first.Length == height)
            .ToProperty();
    }
}
