namespace PaperLedge.Core.Text;

/// <summary>Computes the Levenshtein distance of two sequences.</summary>
public static class EditDistance
{
    /// <returns>The fewest entries to substitute, delete or insert to get one from the other.</returns>
    public static int Between<T>(IReadOnlyList<T> one, IReadOnlyList<T> other)
    {
        // One row of the table at a time.
        var equals = EqualityComparer<T>.Default;
        var row = Enumerable.Range(0, other.Count + 1).ToArray();
        for (var i = 0; i < one.Count; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < other.Count; j++)
            {
                var substitution = diagonal + (equals.Equals(one[i], other[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(substitution, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
