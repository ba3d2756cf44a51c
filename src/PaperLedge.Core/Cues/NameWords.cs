using System.Collections.Frozen;
using System.Text.RegularExpressions;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Cues;

/// <summary>Recognises names of several words, by capitals and punctuation.</summary>
internal static class NameWords
{
    private static readonly FrozenSet<string> s_particles = FrozenSet.Create(
        StringComparer.Ordinal,
        "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "bin", "ibn", "al", "zu", "ten", "ter");

    /// <param name="before">The word in front, or empty; likewise <paramref name="after"/>.</param>
    /// <param name="isSmall">Returns true for words that are not part of a name even with a capital, as at the start of a sentence.</param>
    /// <returns>True if the two middle words are parts of one name.</returns>
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

        // A particle that is also a common word of the language, such as der in German, is not evidence of a name.
        bool IsParticle(string part) => s_particles.Contains(part) && !isSmall(part);
    }

    private static bool IsEtAl(string word, string next) =>
        word == "et" && next.StartsWith("al", StringComparison.Ordinal) && next.Length <= 4;

    // English writes I with a capital everywhere.
    private static bool IsName(string word) =>
        IsCapital(word) && word is not ("I" or "I'm" or "I've" or "I'll" or "I'd" or "I’m" or "I’ve" or "I’ll" or "I’d");

    private static bool IsCapital(string word) => char.IsUpper(word.FirstOrDefault(char.IsLetterOrDigit));
}

/// <summary>Recognises numbers of several words: with a unit, with spaces between thousands, with a label such as Figure.</summary>
internal static partial class NumberWords
{
    private static readonly FrozenSet<string> s_spelt = Set(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
            + "nineteen twenty thirty forty fifty sixty "
            + "seventy eighty ninety half few several hundred thousand million billion trillion "
                + "zwei drei vier fünf sechs sieben acht neun zehn hundert tausend "
                + "deux trois quatre cinq sept huit neuf dix cent mille "
                + "dos tres cuatro cinco seis siete ocho nueve diez cien mil");

    private static readonly FrozenSet<string> s_magnitudes = Set(
        "hundred thousand million millions billion billions trillion trillions dozen percent per "
            + "Prozent Tausend Million Millionen Milliarde Milliarden "
            + "mille millions milliard milliards mil millón millones");

    private static readonly FrozenSet<string> s_units = Set(
        "% ‰ ° °C °F K m cm mm µm μm nm km m² m³ km² km/h m/s mph g kg mg µg t l ml L mL s ms µs ns min h Hz kHz MHz GHz THz "
            + "B kB KB MB GB TB PB bit bits byte bytes V kV W kW MW GW "
            + "J kJ eV keV MeV GeV N Pa kPa bar mol dB € $ £ ¥ EUR USD x × am pm a.m p.m AM PM "
                + "percent degrees degree metres meters metre meter kilometres kilometers centimetres centimeters millimetres "
                + "millimeters miles feet inches grams kilograms tons tonnes litres liters "
            + "seconds second minutes minute hours hour days day weeks week months month years year dollars euros pounds cents times pages "
                + "Euro Grad Meter Kilometer Gramm Kilogramm Sekunden Minuten Stunden Tage Wochen Monate Jahre "
                + "euros jours heures minutes ans años días horas minutos");

    private static readonly FrozenSet<string> s_labels = Set(
        "$ € £ ¥ § № No. Nr. Fig. Figs. Figure Figures Eq. Eqs. Equation Table Chapter Section Theorem Lemma Version Page Pages "
            + "p. pp. Vol. Episode Season Step Level Phase Room Type "
            + "Abbildung Tabelle Kapitel Seite Abb. "
                + "January February March April May June July August September October November December "
                + "figure equation table chapter section theorem lemma version page pages episode season step");

    private static readonly FrozenSet<string> s_months = Set(
        "January February March April May June July August September October November December "
            + "Januar Februar März Mai Juni Juli Oktober Dezember");

    // Returns true if the words are parts of one number, a number and its unit, or a label and its number.
    public static bool BelongTogether(string word, string next, string after)
    {
        var unit = next.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '"', '”', '’');
        return IsNumber(word)
                    ? s_magnitudes.Contains(unit) && (unit != "per" || after.StartsWith("cent", StringComparison.Ordinal))
                        || s_units.Contains(unit) || s_units.Contains(next)
                    || s_months.Contains(unit) || (Group().IsMatch(word) && NextGroup().IsMatch(next))
            : word == "per" ? unit == "cent"
            : s_labels.Contains(word.TrimStart('(', '[', '"', '“')) && char.IsAsciiDigit(next[0]);
    }

    // Returns true for a number of things, such as 500 pairs.
    public static bool CountsNext(string word, string next, Predicate<string> isSmall) =>
        IsNumber(word) && char.IsLower(next[0]) && !isSmall(next);

    private static bool IsNumber(string word) =>
        char.IsAsciiDigit(word[^1]) || s_spelt.Contains(word.TrimStart('(', '[', '"', '“', '~', '-'));

    // Case distinguishes m from M, and May from may.
    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    // Digits that a group of thousands can follow: 10, (10, 1 000.
    [GeneratedRegex(@"(?<![0-9.,])[0-9]{1,3}\z")]
    private static partial Regex Group();

    [GeneratedRegex(@"\A[0-9]{3}(?![0-9])")]
    private static partial Regex NextGroup();
}
