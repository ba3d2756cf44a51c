using System.Text;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Names and terms as the text tokens of an initial prompt: as many as fit, likeliest first. Whisper pays most attention to
/// what stands last, so the likeliest name comes last.
/// </summary>
internal static class PromptTokens
{
    /// <summary>Each token costs a step of every window, and more names are read back more often: a title and some authors.</summary>
    public const int Budget = 48;

    /// <param name="terms">Likeliest first.</param>
    public static int[] Of(IReadOnlyList<string> terms, Vocabulary vocabulary)
    {
        var chosen = new List<string>();
        int[] tokens = [];
        foreach (var term in terms.Select(Clean).Where(term => term.Length > 0).Distinct(StringComparer.Ordinal))
        {
            var text = " " + string.Join(", ", chosen.Prepend(term)) + ".";
            var longer = vocabulary.Encode(text);
            if (longer.Length > Budget)
            {
                break;
            }

            chosen.Insert(0, term);
            tokens = longer;
        }

        return tokens;
    }

    private static string Clean(string term) =>
        string.Join(' ', new StringBuilder(term).Replace('\u0000', ' ').ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Trim('.', ',');
}
