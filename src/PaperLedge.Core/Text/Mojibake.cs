using System.Text.RegularExpressions;

namespace PaperLedge.Core.Text;

/// <summary>Detects text that was read in another encoding than the one it was written in.</summary>
/// <remarks>
/// Programs that write tags in a local code page (Cyrillic, Greek, Shift-JIS, GBK) declare them as Latin-1 or nothing at all. The right
/// encoding is not guessed: a wrong guess would publish another wrong text. Only what is evident is detected, so that no real text in any
/// language is lost: characters that no text has, and words that no language in Latin script writes.
/// </remarks>
public static partial class Mojibake
{
    // Windows-1252 has these where Latin-1 has control characters, from 0x80 on; the undefined ones are never text.
    private const string Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    private const char NoBreakSpace = '\u00A0';

    // Shorter texts may have only such characters by chance: 一丁 is U+4E00 and U+4E01.
    private const int MinSwapped = 4;

    public static bool IsEvidentIn(string text) =>
        HasCharactersOfNoText(text)
        || IsByteSwapped(text)
        || IsUtf8ReadAsLatin1(text)
        || IsOfAnotherAlphabet(text.Replace("\u00AD", "", StringComparison.Ordinal)); // a soft hyphen may be anywhere

    private static bool HasCharactersOfNoText(string text)
    {
        if (text.StartsWith("ÿþ", StringComparison.Ordinal) || text.StartsWith("þÿ", StringComparison.Ordinal))
        {
            return true; // the byte order mark of UTF-16, read as Latin-1
        }

        // U+FFFD stands for bytes that were not UTF-8, U+FFFE for a byte order mark with its bytes swapped.
        return text.Any(character => character is (>= '\u0080' and <= '\u009F') or '\uFFFD' or '\uFFFE')
            // UTF-16 read as single bytes: every second one is low.
            || text.Count(character => character < ' ' && !char.IsWhiteSpace(character)) * 3 >= Math.Max(text.Length, 1);
    }

    // UTF-16 of an alphabet, from U+0020 to U+06FF, with the bytes of each character swapped.
    private static bool IsByteSwapped(string text) =>
        text.Length >= MinSwapped
        && text.All(character => character >= '\u0100' && (character & 0xFF) <= 6 && !char.IsSurrogate(character))
        && text.Distinct().Skip(1).Any();

    // All that is not ASCII is UTF-8 of which each byte became a character, such as Ã¤ for ä. The text may be cut off in one.
    private static bool IsUtf8ReadAsLatin1(string text)
    {
        var isEvident = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAscii(text[i]))
            {
                continue;
            }

            var lead = ByteOf(text[i]);
            var length = lead switch { >= 0xC2 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, >= 0xF0 and < 0xF5 => 4, _ => 0 };
            var rest = text.AsSpan(i + 1, Math.Max(0, Math.Min(length, text.Length - i) - 1));
            if (length == 0 || rest.ToArray().Any(character => ByteOf(character) is < 0x80 or > 0xBF))
            {
                return false;
            }

            // É® and « voilà … » are real. An ending such as Å… may be.
            var next = i + length;
            isEvident |= rest.Length == length - 1 && (length == 2
                ? lead <= 0xC5 && (rest[0] is > NoBreakSpace and <= '¿' || (next < text.Length && char.IsLetter(text[next])))
                : rest[0] != NoBreakSpace);
            i += rest.Length;
        }

        return isEvident;
    }

    // Returns 0 for a character that neither Latin-1 nor Windows-1252 has.
    private static int ByteOf(char character) =>
        character <= '\u00FF' ? character
        : Windows1252.IndexOf(character, StringComparison.Ordinal) is var place and >= 0 ? 0x80 + place
        : 0;

    // Other alphabets have their letters in the upper half of their code pages. As Latin-1 their words have accented letters and signs
    // alone, and those of two bytes a character have signs beside letters: Ïðèâåò, ÄãºÃ, §A¦n.
    private static bool IsOfAnotherAlphabet(string text)
    {
        int all = 0, plain = 0, broken = 0, doubtful = 0;
        foreach (var word in Words(text))
        {
            var low = word.Count(character => !IsHigh(character));
            all += word.Length;
            plain += low;
            if (low > 0)
            {
                broken += HighRun().Matches(word).Any(run => IsBroken(run.Value)) ? word.Length : 0;
            }
            else if (word.Length > 1 && !NaturalWord().IsMatch(word.ToLowerInvariant()))
            {
                (broken, doubtful) = word.Length > 2 ? (broken + word.Length, doubtful) : (broken, doubtful + word.Length);
            }
        }

        // One strange word does not make a long text unreadable; two letters are evidence only where there is nothing else.
        return (broken > 0 && broken * 10 >= all) || (plain == 0 && doubtful > 0) || HasManySigns(text);
    }

    private static bool IsBroken(string run) =>
        run.Any(IsSign) || (run.Length > 3 && !NaturalWord().IsMatch(run.ToLowerInvariant()));

    private static bool HasManySigns(string text)
    {
        var signs = text.Index().Count(place =>
            IsSign(place.Item)
            && place.Item is not ('«' or '»' or '¡' or '¿' or '·')
            && (IsLetter(place.Index - 1, place.Item) || IsLetter(place.Index + 1, place.Item)));
        var isStrange = signs >= 3
            || text.Index().Any(place =>
                place.Item is '¤' or '¦' or '¬' or '¯' or '¸'
                && IsLetter(place.Index - 1, place.Item)
                && IsLetter(place.Index + 1, place.Item));
        return isStrange && signs * 4 >= text.Count(character => !char.IsWhiteSpace(character));

        // Nº and x² are real.
        bool IsLetter(int index, char sign) =>
            index >= 0
            && index < text.Length
            && char.IsLetter(text[index])
            && (IsHigh(text[index]) || sign is not ('²' or '³' or '¹' or 'º' or 'ª' or 'µ' or '°' or '¬'));
    }

    // Without a sign or two of punctuation at their ends.
    private static IEnumerable<string> Words(string text) => Word().Matches(text)
        .Select(match => Trim(match.Value))
        .Where(word => word.Length > 0);

    private static string Trim(string word)
    {
        var (start, end) = (0, word.Length);
        while (start < Math.Min(2, end) && IsSign(word[start]))
        {
            start++;
        }

        for (var cut = 0; cut < 2 && end > start && IsSign(word[end - 1]); cut++)
        {
            end--;
        }

        return word[start..end];
    }

    private static bool IsHigh(char character) => character is > NoBreakSpace and <= '\u00FF';

    private static bool IsSign(char character) => character is (> NoBreakSpace and < 'À') or '×' or '÷';

    [GeneratedRegex(@"[\p{L}\p{M}\u00A1-\u00FF]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"[\u00A1-\u00FF]{3,}")]
    private static partial Regex HighRun();

    // Words and names of letters without a plain one: öö, çà, þýð, ÆØÅ, ÁÉÍÓÚ. In order: one letter again and again; German, Estonian and
    // Finnish; French; Icelandic and Faroese, where consonants and vowels take turns, or two letters; alphabets, without a letter twice;
    // vowels with the same accent, in their order.
    [GeneratedRegex(
        @"\A(?:(.)\1+|[äöõüß]+|çà|[áéíóúýæöø]?(?:[ðþ][áéíóúýæöø])*[ðþ]?|[áéíóúýðþæöø]{2}"
        + @"|(?!.*(?<twice>.).*\k<twice>)(?:[æøå]+|[åäö]+)"
        + @"|(?=.{3})(?:á?é?í?ó?ö?ú?ü?ý?|à?è?ì?ò?ù?|â?ê?î?ô?û?|ä?ë?ï?ö?ü?ÿ?))\z")]
    private static partial Regex NaturalWord();
}
