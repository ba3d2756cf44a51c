using System.Globalization;
using System.Text.RegularExpressions;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Episodes;

/// <summary>
/// Show notes that end with <c>Credit to Paper authors: A, B, C</c>, sometimes glued to the sentence before: the names are the paper's
/// authors.
/// </summary>
internal static partial class CreditLine
{
    // Longer than any name; such a text is a sentence.
    private const int LongestName = 80;

    /// <param name="notes">Markdown.</param>
    /// <param name="paper">As the sidecar names it, or null.</param>
    /// <returns>
    /// The notes without the line, and the paper with the authors that the line names. Both are unchanged if there is no such line, or
    /// if the paper has authors.
    /// </returns>
    public static (string Notes, Paper? Paper) Take(string notes, Paper? paper)
    {
        if (paper is { Authors.Count: > 0 }
            || Line().Match(notes) is not { Success: true } line
            || ReadNames(line) is not { Count: > 0 } names)
        {
            return (notes, paper);
        }

        var rest = $"{notes[..line.Index].TrimEnd()}\n\n{notes[(line.Index + line.Length)..].TrimStart()}".Trim();
        return (rest, paper is null ? new Paper(null, names, null) : paper with { Authors = names });
    }

    // Empty if a part of the line is not a name.
    private static List<string> ReadNames(Match line)
    {
        var text = Link().Replace(line.Groups["names"].Value, "${text}").Replace("*", "", StringComparison.Ordinal).Trim().Trim('_');
        // Names with semicolons between them may have commas of their own.
        var names = (text.Contains(';', StringComparison.Ordinal) ? text.Split(';') : Separator().Split(text))
            .Select(PlainText.OneLine)
            .Select(name => EndsWithInitial().IsMatch(name) ? name : name.TrimEnd('.'))
            .Where(name => name.Length > 0 && !Others().IsMatch(name))
            .Take(SidecarReader.MaxAuthors)
            .ToList();
        return names.TrueForAll(IsName) ? names : [];
    }

    // Names have capital letters, or letters of a script without any.
    private static bool IsName(string name) =>
        name.Length <= LongestName
        && name.Any(letter => char.GetUnicodeCategory(letter) is UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter)
        && !name.Any(letter => char.IsDigit(letter) || letter is '/' or '<');

    // At the end of the notes; only an address may follow. It begins a line or follows a sentence, perhaps without a space.
    [GeneratedRegex(
        @"(?:^|(?<=[.!?…)”""»>]\s*))[*_]{0,3}credits?(?: (?:goes|go|is due))? to (?:all |the )*(?:original )?(?:research )?"
        + @"papers?(?:['’]s?)? authors?\b[*_]{0,3}(?:[ \t]*:|[ \t]+[–—-](?=\s))[*_]{0,3}(?<names>[^\n]+)"
        + @"(?=(?:\n\s*(?:https?://\S+|\[[^\]\n]*\]\([^)\n]*\)))*\s*\z)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@",(?!\s*(?:jr|sr|ii|iii|ph\.?d)\b)\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Separator();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:^|[\s.])\p{Lu}\.\s*$|\b[JS]r\.\s*$")]
    private static partial Regex EndsWithInitial();

    [GeneratedRegex(@"^(?:et al\.?|and others|others)$", RegexOptions.IgnoreCase)]
    private static partial Regex Others();
}
