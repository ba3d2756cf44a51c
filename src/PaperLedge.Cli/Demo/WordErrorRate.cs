using System.Globalization;
using System.Text;
using PaperLedge.Core.Text;

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
