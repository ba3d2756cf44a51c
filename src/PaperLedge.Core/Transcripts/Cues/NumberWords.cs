using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>Numbers that are written as several words: with a unit, with spaces between thousands, with what they number.</summary>
internal static partial class NumberWords
{
    private static readonly FrozenSet<string> Spelt = Set(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty "
            + "seventy eighty ninety half few several hundred thousand million billion trillion "
            + "zwei drei vier fünf sechs sieben acht neun zehn hundert tausend deux trois quatre cinq sept huit neuf dix cent mille dos tres cuatro cinco seis siete ocho nueve diez cien mil");

    private static readonly FrozenSet<string> Magnitudes = Set(
        "hundred thousand million millions billion billions trillion trillions dozen percent per Prozent Tausend Million Millionen Milliarde Milliarden "
            + "mille millions milliard milliards mil millón millones");

    private static readonly FrozenSet<string> Units = Set(
        "% ‰ ° °C °F K m cm mm µm μm nm km m² m³ km² km/h m/s mph g kg mg µg t l ml L mL s ms µs ns min h Hz kHz MHz GHz THz B kB KB MB GB TB PB bit bits byte bytes V kV W kW MW GW "
            + "J kJ eV keV MeV GeV N Pa kPa bar mol dB € $ £ ¥ EUR USD x × am pm a.m p.m AM PM "
            + "percent degrees degree metres meters metre meter kilometres kilometers centimetres centimeters millimetres millimeters miles feet inches grams kilograms tons tonnes litres liters "
            + "seconds second minutes minute hours hour days day weeks week months month years year dollars euros pounds cents times pages "
            + "Euro Grad Meter Kilometer Gramm Kilogramm Sekunden Minuten Stunden Tage Wochen Monate Jahre euros jours heures minutes ans años días horas minutos");

    private static readonly FrozenSet<string> Labels = Set(
        "$ € £ ¥ § № No. Nr. Fig. Figs. Figure Figures Eq. Eqs. Equation Table Chapter Section Theorem Lemma Version Page Pages p. pp. Vol. Episode Season Step Level Phase Room Type "
            + "Abbildung Tabelle Kapitel Seite Abb. "
            + "January February March April May June July August September October November December figure equation table chapter section theorem lemma version page pages episode season step");

    private static readonly FrozenSet<string> Months = Set(
        "January February March April May June July August September October November December Januar Februar März Mai Juni Juli Oktober Dezember");

    /// <summary>Whether the two words are parts of one number, or a number and its unit or what it numbers.</summary>
    public static bool BelongTogether(string word, string next, string after)
    {
        var unit = next.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '"', '”', '’');
        return IsNumber(word)
                ? Magnitudes.Contains(unit) && (unit != "per" || after.StartsWith("cent", StringComparison.Ordinal)) || Units.Contains(unit) || Units.Contains(next)
                    || Months.Contains(unit) || (Group().IsMatch(word) && NextGroup().IsMatch(next))
            : word == "per" ? unit == "cent"
            : Labels.Contains(word.TrimStart('(', '[', '"', '“')) && char.IsAsciiDigit(next[0]);
    }

    /// <summary>Whether the number counts what follows: 500 pairs.</summary>
    public static bool CountsNext(string word, string next, Predicate<string> isSmall) => IsNumber(word) && char.IsLower(next[0]) && !isSmall(next);

    private static bool IsNumber(string word) => char.IsAsciiDigit(word[^1]) || Spelt.Contains(word.TrimStart('(', '[', '"', '“', '~', '-'));

    /// <summary>Case tells m from M, and May from may.</summary>
    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What thousands may follow: 10, (10, 1 000.</summary>
    [GeneratedRegex(@"(?<![0-9.,])[0-9]{1,3}\z")]
    private static partial Regex Group();

    [GeneratedRegex(@"\A[0-9]{3}(?![0-9])")]
    private static partial Regex NextGroup();
}
