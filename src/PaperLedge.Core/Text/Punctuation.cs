using System.Collections.Frozen;

namespace PaperLedge.Core.Text;

/// <summary>Finds the ends of phrases and sentences, by the marks of the scripts that recognition writes most.</summary>
internal static class Punctuation
{
    // Words whose full stop does not end a sentence, since a name, a number or an example follows.
    private static readonly FrozenSet<string> s_abbreviations = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "dr.", "mr.", "mrs.", "ms.", "prof.", "st.", "mme.", "mlle.", "hr.", "fr.", "sr.", "sra.", "rev.", "gen.", "sen.", "lt.", "col.",
        "vs.", "cf.", "e.g.", "i.e.", "fig.", "figs.", "eq.", "eqs.", "sec.", "ch.", "pp.", "vol.", "nr.", "approx.", "ca.",
        "bzw.", "z.b.", "d.h.", "al.");

    public static bool EndsSentence(string text)
    {
        var inner = text.TrimEnd('"', '\'', ')', '”', '’', '»');
        return inner is [.., '.' or '!' or '?' or '…' or '。' or '！' or '？' or '؟']
            && !EndsInitial(inner)
            && !EndsAbbreviation(inner);
    }

    public static bool EndsPhrase(string text) =>
        EndsSentence(text)
        || text.TrimEnd('"', ')', '”', '’', '»')
            is [.., ',' or ';' or ':' or '—' or '–' or '、' or '，' or '；' or '：' or '،'];

    public static bool EndsAbbreviation(string text) =>
        text.EndsWith('.') && s_abbreviations.Contains(text[(text.LastIndexOf(' ') + 1)..].TrimStart('(', '[', '"', '“'));

    // Returns true for an initial: A. Turing is one name.
    public static bool EndsInitial(string text) =>
        text is [.., var letter, '.'] && char.IsUpper(letter) && (text.Length == 2 || text[^3] is ' ' or '.' or '-' or '(');
}
