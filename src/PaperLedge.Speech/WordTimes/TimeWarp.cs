using System.Buffers;

namespace PaperLedge.Speech.WordTimes;

/// <summary>Dynamic time warping: the cheapest path through a matrix that goes right, down or both with every step.</summary>
internal static class TimeWarp
{
    /// <param name="costs">Rows × columns.</param>
    /// <returns>For each row the first column that the path touches.</returns>
    public static int[] FirstColumns(ReadOnlySpan<float> costs, int rows, int columns)
    {
        var width = columns + 1;
        var memory = ArrayPool<float>.Shared.Rent((rows + 1) * width);
        var total = memory.AsSpan(0, (rows + 1) * width);
        total.Fill(float.PositiveInfinity);
        total[0] = 0;
        for (var row = 1; row <= rows; row++)
        {
            for (var column = 1; column <= columns; column++)
            {
                var at = (row * width) + column;
                var before = Math.Min(total[at - width - 1], Math.Min(total[at - width], total[at - 1]));
                total[at] = costs[((row - 1) * columns) + column - 1] + before;
            }
        }

        var first = new int[rows];
        for (var (row, column) = (rows, columns); row > 0 && column > 0;)
        {
            first[row - 1] = column - 1;
            var at = (row * width) + column;
            var (both, down, right) = (total[at - width - 1], total[at - width], total[at - 1]);
            if (both <= down && both <= right)
            {
                (row, column) = (row - 1, column - 1);
            }
            else if (down < right)
            {
                row--;
            }
            else
            {
                column--;
            }
        }

        ArrayPool<float>.Shared.Return(memory);
        return first;
    }
}
