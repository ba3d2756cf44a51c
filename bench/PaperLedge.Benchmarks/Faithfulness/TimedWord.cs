using PaperLedge.Core.Transcripts;

namespace PaperLedge.Benchmarks.Faithfulness;

/// <param name="Start">Seconds.</param>
internal sealed record TimedWord(string Text, double Start)
{
    /// <summary>What is compared: as for word error rates.</summary>
    public string Key { get; } = string.Concat(WordErrorRate.Normalise(Text));

    /// <summary>How far the starts of the words lie apart that are the same in both, aligned with the fewest changes.</summary>
    /// <returns>Seconds, one for each word found.</returns>
    public static IReadOnlyList<double> Distances(IReadOnlyList<TimedWord> said, IReadOnlyList<TimedWord> heard)
    {
        var costs = new int[said.Count + 1, heard.Count + 1];
        for (var i = 0; i <= said.Count; i++)
        {
            for (var j = 0; j <= heard.Count; j++)
            {
                costs[i, j] = i == 0 ? j
                    : j == 0 ? i
                    : Math.Min(costs[i - 1, j - 1] + (said[i - 1].Key == heard[j - 1].Key ? 0 : 1), Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
            }
        }

        var distances = new List<double>();
        for (var (i, j) = (said.Count, heard.Count); i > 0 && j > 0;)
        {
            var isSame = said[i - 1].Key == heard[j - 1].Key;
            if (costs[i, j] == costs[i - 1, j - 1] + (isSame ? 0 : 1))
            {
                (i, j) = (i - 1, j - 1);
                if (isSame)
                {
                    distances.Add(Math.Abs(said[i].Start - heard[j].Start));
                }
            }
            else if (costs[i, j] == costs[i - 1, j] + 1)
            {
                i--;
            }
            else
            {
                j--;
            }
        }

        return distances;
    }
}
