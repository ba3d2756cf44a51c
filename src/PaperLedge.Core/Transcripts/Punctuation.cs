using System.Collections.Frozen;

namespace PaperLedge.Core.Transcripts;

/// <summary>Where a reader may pause: the marks of the scripts that recognition writes most.</summary>
internal static class Punctuation
{
    /// <summary>Full stops that end no sentence, since a name, a number or an example follows.</summary>
    private static readonly FrozenSet<string> Abbreviations = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "dr.", "mr.", "mrs.", "ms.", "prof.", "st.", "mme.", "mlle.", "hr.", "fr.", "sr.", "sra.", "rev.", "gen.", "sen.", "lt.", "col.",
        "vs.", "cf.", "e.g.", "i.e.", "fig.", "figs.", "eq.", "eqs.", "sec.", "ch.", "pp.", "vol.", "nr.", "approx.", "ca.", "bzw.", "z.b.", "d.h.", "al.");

    public static bool EndsSentence(string text)
    {
        var inner = text.TrimEnd('"', '\'', ')', '”', '’', '»');
        return inner is [.., '.' or '!' or '?' or '…' or '。' or '！' or '？' or '؟'] && !EndsInitial(inner) && !EndsAbbreviation(inner);
    }

    public static bool EndsPhrase(string text) =>
        EndsSentence(text) || text.TrimEnd('"', ')', '”', '’', '»') is [.., ',' or ';' or ':' or '—' or '–' or '、' or '，' or '；' or '：' or '،'];

    /// <summary>Whether the last word is short for another.</summary>
    public static bool EndsAbbreviation(string text) =>
        text.EndsWith('.') && Abbreviations.Contains(text[(text.LastIndexOf(' ') + 1)..].TrimStart('(', '[', '"', '“'));

    /// <summary>A. Turing is one name.</summary>
    public static bool EndsInitial(string text) =>
        text is [.., var letter, '.'] && char.IsUpper(letter) && (text.Length == 2 || text[^3] is ' ' or '.' or '-' or '(');
}
