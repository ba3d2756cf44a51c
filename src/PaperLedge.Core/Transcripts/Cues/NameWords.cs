using System.Collections.Frozen;

namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>Names that are written as several words, as far as capitals and marks tell.</summary>
internal static class NameWords
{
    /// <summary>Small words inside names.</summary>
    private static readonly FrozenSet<string> Particles = FrozenSet.Create(
        StringComparer.Ordinal, "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "bin", "ibn", "al", "zu", "ten", "ter");

    /// <summary>Whether the two middle words are parts of one name.</summary>
    /// <param name="before">The word in front, or empty; likewise <paramref name="after"/>.</param>
    /// <param name="isSmall">Whether a word is not part of a name even with a capital, as at the beginning of a sentence.</param>
    public static bool BelongTogether(string before, string word, string next, string after, Predicate<string> isSmall)
    {
        if (IsEtAl(word, next) || (IsEtAl(next, after) && IsName(word)))
        {
            return true;
        }

        if (Punctuation.EndsAbbreviation(word) || Punctuation.EndsInitial(word.TrimStart('(', '"', '“')))
        {
            return IsCapital(next) || (word.EndsWith("al.", StringComparison.Ordinal) && next[0] == '(');
        }

        if (Punctuation.EndsPhrase(word))
        {
            return false;
        }

        return IsParticle(next) ? (IsPart(word) || IsParticle(word)) && (IsName(after) || IsParticle(after))
            : IsParticle(word) ? IsName(next) && (IsPart(before) || IsParticle(before)) && !Punctuation.EndsPhrase(before)
            : IsPart(word) && IsPart(next);

        bool IsPart(string part) => IsName(part) && !isSmall(part);

        // Where it is a common word, as der is in German, it says nothing.
        bool IsParticle(string part) => Particles.Contains(part) && !isSmall(part);
    }

    private static bool IsEtAl(string word, string next) => word == "et" && next.StartsWith("al", StringComparison.Ordinal) && next.Length <= 4;

    /// <summary>English writes I with a capital wherever it stands.</summary>
    private static bool IsName(string word) => IsCapital(word) && word is not ("I" or "I'm" or "I've" or "I'll" or "I'd" or "I’m" or "I’ve" or "I’ll" or "I’d");

    private static bool IsCapital(string word) => char.IsUpper(word.FirstOrDefault(char.IsLetterOrDigit));
}
