using System.Globalization;
using System.Text;

namespace PaperLedge.Cli.Demo;

/// <summary>The word error rate: the fewest words to substitute, delete or insert, divided by the words spoken.</summary>
/// <remarks>Ignores case and punctuation; <c>it's</c> is one word.</remarks>
/// <param name="Errors">Substitutions, deletions and insertions.</param>
/// <param name="Words">Words in the reference.</param>
public readonly record struct WordErrorRate(int Errors, int Words)
{
    /// <summary>0 is perfect; insertions can make it more than 1. With an empty reference it is 0 or infinite.</summary>
    public double Rate => Words > 0 ? (double)Errors / Words : Errors == 0 ? 0 : double.PositiveInfinity;

    /// <param name="reference">The spoken text.</param>
    /// <param name="hypothesis">The recognised text.</param>
    public static WordErrorRate Of(string reference, string hypothesis)
    {
        var said = Normalise(reference);
        var heard = Normalise(hypothesis);
        return new WordErrorRate(EditDistance.Between(said, heard), said.Count);
    }

    /// <returns>The words to compare: lower case, letters and digits; an apostrophe joins the parts around it.</returns>
    public static IReadOnlyList<string> Normalise(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var character in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(character)
                || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                word.Append(character);
            }
            else if (character is not ('\'' or '’'))
            {
                Flush();
            }
        }

        Flush();
        return words;

        void Flush()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rate:P1} ({Errors} of {Words} words)");
}

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
