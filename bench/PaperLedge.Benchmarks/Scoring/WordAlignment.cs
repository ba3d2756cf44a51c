namespace PaperLedge.Benchmarks.Scoring;

/// <summary>Alignment of a recognised text with the text said, with the fewest changes.</summary>
/// <remarks>
/// Of several alignments with as few changes, it is the one with the fewest runs of deletions and insertions, so that a lost sentence is
/// one run even where a "the" of its neighbours would fit into it.
/// </remarks>
internal static class WordAlignment
{
    // A change costs more than any number of runs.
    private const int Change = 1 << 16;

    private const int Never = int.MaxValue / 2;
    private const int Pair = 0;
    private const int Deletion = 1;
    private const int Insertion = 2;
    private const int Kinds = 3;

    /// <returns>Indexes in order: of a word said and the word heard for it, of a word said and −1, or of −1 and a word heard.</returns>
    public static IReadOnlyList<(int Said, int Heard)> Of(IReadOnlyList<string> said, IReadOnlyList<string> heard)
    {
        // Gotoh 1982: a table for each kind of the last step, of which one row is kept; for each cell, the kind of the step before.
        var width = heard.Count + 1;
        var before = new byte[(said.Count + 1) * width * Kinds];
        var (above, row) = (new int[width * Kinds], new int[width * Kinds]);
        for (var i = 0; i <= said.Count; i++)
        {
            for (var j = 0; j <= heard.Count; j++)
            {
                var (cell, at) = (j * Kinds, ((i * width) + j) * Kinds);
                (row[cell + Pair], before[at + Pair]) = i == 0 && j == 0 ? (0, (byte)Pair)
                    : i == 0 || j == 0 ? (Never, (byte)Pair)
                    : Cheapest(above, cell - Kinds, said[i - 1] == heard[j - 1] ? 0 : Change, Pair);
                (row[cell + Deletion], before[at + Deletion]) = i == 0 ? (Never, (byte)Pair) : Cheapest(above, cell, Change, Deletion);
                (row[cell + Insertion], before[at + Insertion]) = j == 0
                    ? (Never, (byte)Pair)
                    : Cheapest(row, cell - Kinds, Change, Insertion);
            }

            (above, row) = (row, above);
        }

        return Trace(before, Cheapest(above, heard.Count * Kinds, 0, Pair).Kind, said.Count, heard.Count);
    }

    private static (int Cost, byte Kind) Cheapest(int[] costs, int cell, int step, int kind)
    {
        var best = (Cost: Never, Kind: (byte)Pair);
        for (var last = 0; last < Kinds; last++)
        {
            var cost = Math.Min(costs[cell + last] + step + (kind != Pair && kind != last ? 1 : 0), Never);
            if (cost < best.Cost)
            {
                best = (cost, (byte)last);
            }
        }

        return best;
    }

    private static List<(int Said, int Heard)> Trace(byte[] before, byte kind, int said, int heard)
    {
        var (steps, width) = (new List<(int, int)>(), heard + 1);
        for (var (i, j) = (said, heard); i > 0 || j > 0;)
        {
            var last = before[(((i * width) + j) * Kinds) + kind];
            (i, j) = (kind == Insertion ? i : i - 1, kind == Deletion ? j : j - 1);
            steps.Add((kind == Insertion ? -1 : i, kind == Deletion ? -1 : j));
            kind = last;
        }

        steps.Reverse();
        return steps;
    }
}
