using System.Text;
using System.Text.RegularExpressions;
using PaperLedge.Core.Text;
using UtfUnknown;

namespace PaperLedge.Core.Captions;

/// <summary>Decodes the encodings in which editors save text files.</summary>
/// <remarks>
/// Without a byte order mark, a file that is not UTF-8 is in a code page. The one that is usual for the captions' language is taken if its
/// text is plausible, or else the one that a detector finds. A file that remains doubtful is refused, since a wrong guess would publish
/// unreadable text.
/// </remarks>
internal static partial class CaptionEncoding
{
    // In UTF-8, a damaged byte stands among many good characters; text in a code page is valid UTF-8 hardly anywhere.
    private const int GoodForEachBad = 3;

    // Of the detector, from 0 to 1.
    private const double MinConfidence = 0.5;

    // Of the bytes from the first one on that is not ASCII, for the detector.
    private const int SampleLength = 256 * 1024;

    // Shares of the letters, or of all characters, beyond ASCII.
    private const double MinFamiliar = 0.9;
    private const double MaxOdd = 0.05;

    private const string Remedy = "save the file as UTF-8";

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // The detector names standards whose Windows variants have letters in the place of control characters.
    private static readonly Dictionary<string, string> s_windowsVariants = new(StringComparer.OrdinalIgnoreCase)
    {
        ["iso-8859-1"] = "windows-1252",
        ["iso-8859-2"] = "windows-1250",
        ["iso-8859-7"] = "windows-1253",
        ["iso-8859-8"] = "windows-1255",
        ["iso-8859-9"] = "windows-1254",
        ["iso-8859-13"] = "windows-1257",
        ["iso-8859-15"] = "windows-1252",
        ["tis-620"] = "windows-874",
        ["euc-kr"] = "ks_c_5601-1987",
    };

    /// <param name="languages">BCP 47 tags of the languages that the captions may be in, the likeliest first.</param>
    /// <exception cref="CaptionException">The encoding remains doubtful.</exception>
    public static string Decode(ReadOnlyMemory<byte> bytes, IReadOnlyList<string> languages, LineWarnings warnings)
    {
        var text = DecodeUnicode(bytes.Span) ?? DecodeDamagedUtf8(bytes.Span, warnings) ?? DecodeCodePage(bytes, languages, warnings);
        RefuseMojibake(text);
        return text;
    }

    private static string? DecodeUnicode(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, 0, 0, ..])
        {
            return Encoding.UTF32.GetString(bytes[4..]);
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return (bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes[2..]);
        }

        if (FindUtf16(bytes) is { } unmarked)
        {
            return unmarked.GetString(bytes);
        }

        try
        {
            return s_strictUtf8.GetString(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Numbers and timings are ASCII, and in UTF-16 every second byte of them is zero.
    private static UnicodeEncoding? FindUtf16(ReadOnlySpan<byte> bytes)
    {
        const int Enough = 4_096;
        int even = 0, odd = 0;
        var head = bytes[..Math.Min(bytes.Length, Enough)];
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] == 0)
            {
                _ = i % 2 == 0 ? even++ : odd++;
            }
        }

        var many = head.Length / 8;
        return odd > many && even * 10 < odd ? new UnicodeEncoding(bigEndian: false, byteOrderMark: false)
            : even > many && odd * 10 < even ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false)
            : null;
    }

    private static string? DecodeDamagedUtf8(ReadOnlySpan<byte> bytes, LineWarnings warnings)
    {
        const char Bad = '\uFFFD';
        var text = Encoding.UTF8.GetString(bytes);
        var (bad, good) = (text.Count(character => character == Bad), text.Count(character => character is > '\u007F' and not Bad));
        if (good < GoodForEachBad * bad)
        {
            return null;
        }

        foreach (var (index, line) in CueBlocks.Lines(text).Index())
        {
            if (line.Contains(Bad, StringComparison.Ordinal))
            {
                warnings.Add(index + 1, $"there are bytes that are not UTF-8, and they are left out. Correct the words, and {Remedy}.");
            }
        }

        return text;
    }

    private static string DecodeCodePage(ReadOnlyMemory<byte> bytes, IReadOnlyList<string> languages, LineWarnings warnings)
    {
        var first = bytes.Span.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
        var line = 1 + bytes.Span[..first].Count((byte)'\n');
        var detected = CharsetDetector.DetectFromBytes(bytes[first..Math.Min(bytes.Length, first + SampleLength)].ToArray()).Detected;
        foreach (var candidates in Candidates(languages, detected))
        {
            var (encoding, text, score) = candidates
                .Select(candidate => (candidate.Encoding, Text: TryDecode(candidate.Encoding, bytes.Span), candidate.Usual))
                .Where(decoded => decoded.Text is not null)
                .Select(decoded => (decoded.Encoding, decoded.Text, Score: Score(decoded.Text!, decoded.Usual)))
                .OrderByDescending(decoded => decoded.Score)
                .FirstOrDefault();
            if (score > 0)
            {
                warnings.Add(line, $"the file is not UTF-8, and was read as {encoding.WebName}. Check the text, and {Remedy}.");
                return text!;
            }
        }

        var guess = detected is null ? "" : $"; it may be {detected.EncodingName}";
        throw new CaptionException(
            $"Line {line}: the file is not UTF-8, and its encoding is doubtful{guess}. Open it in the program that made it, and {Remedy}.");
    }

    // In order of likelihood; of those that come together, the most plausible text counts.
    private static IEnumerable<IEnumerable<(Encoding Encoding, UsualEncoding Usual)>> Candidates(
        IReadOnlyList<string> languages, DetectionDetail? detected)
    {
        var known = detected is null ? [] : Variants(detected.EncodingName).Select(Find).OfType<Encoding>().ToList();
        var isSure = detected is { Confidence: >= (float)MinConfidence };
        foreach (var usual in languages.Select(UsualEncoding.Of).OfType<UsualEncoding>())
        {
            // The detector tells other alphabets from each other, in which every byte is a letter.
            var encodings = usual.Names.Select(name => Find(name)!).ToList();
            var detectedOnes = encodings.Where(encoding => known.Exists(one => one.CodePage == encoding.CodePage)).ToList();
            yield return (detectedOnes.Count > 0 && !usual.IsLatin ? detectedOnes : usual.IsLatin || !isSure ? encodings : [])
                .Select(encoding => (encoding, usual));
        }

        if (isSure)
        {
            yield return known.SelectMany(encoding => UsualEncoding.With(encoding).Select(usual => (encoding, usual)));
        }
    }

    private static IEnumerable<string> Variants(string name) =>
        s_windowsVariants.TryGetValue(name, out var variant) ? [variant, name] : [name];

    // Null for what the detector knows and .NET does not.
    private static Encoding? Find(string name) => CodePagesEncodingProvider.Instance.GetEncoding(
        name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // 0 for a text that is not plausible, and more the more plausible it is.
    private static double Score(string text, UsualEncoding usual)
    {
        var (familiar, odd) = (usual.ShareOfFamiliar(text), ShareOfOdd(text));
        return familiar < MinFamiliar || odd > MaxOdd ? 0 : 1 + familiar - odd;
    }

    // A wrong code page puts signs between letters, capitals inside words, and two alphabets into one.
    private static double ShareOfOdd(string text)
    {
        var high = text.Count(character => character > '\u007F');
        var odd = text.Count(character => char.IsControl(character) && character > '\u007F')
            + text.Count(character => character is '\uFFFD' or (>= '\uE000' and <= '\uF8FF') or (>= '\u2500' and <= '\u259F'))
            + SignInWord().Count(text)
            + CapitalInWord().Count(text)
            + TwoAlphabetsInWord().Count(text);
        return (double)odd / high;
    }

    // A file in UTF-8 may have been converted from the wrong code page before.
    private static void RefuseMojibake(string text)
    {
        var lines = CueBlocks.Lines(text).Index().Where(line => !Ascii.IsValid(line.Item)).ToList();
        var unreadable = lines.Where(line => Mojibake.IsEvidentIn(line.Item)).ToList();
        if (unreadable.Count > 1 && unreadable.Count * 2 > lines.Count)
        {
            var (index, line) = unreadable[0];
            throw new CaptionException(
                $"Line {index + 1}: '{PlainText.Shorten(PlainText.OneLine(line), 40)}' is not readable text: it was read in another " +
                $"encoding than it was written in. Open the original file in the right encoding, and {Remedy}.");
        }
    }

    [GeneratedRegex(@"(?<=\p{L})[«»·´¤¦¬¯¸×÷¢£¥§©®±µ¶¹²³¼½¾‡†‰™¨ˆ˜¿¡°](?=\p{L})")]
    private static partial Regex SignInWord();

    [GeneratedRegex(@"(?<=[\p{Ll}-[a-z]])\p{Lu}|(?<=\p{Ll})[\p{Lu}-[A-Z]]")]
    private static partial Regex CapitalInWord();

    [GeneratedRegex(
        @"[A-Za-z][\p{IsCyrillic}\p{IsGreek}\p{IsHebrew}\p{IsArabic}\p{IsThai}]"
        + @"|[\p{IsCyrillic}\p{IsGreek}\p{IsHebrew}\p{IsArabic}\p{IsThai}][A-Za-z]")]
    private static partial Regex TwoAlphabetsInWord();

    // The code pages in which text of a language is usually saved, and its letters beyond ASCII.
    private sealed record UsualEncoding(string[] Names, Regex Letters)
    {
        private const string Cyrillic = "windows-1251 koi8-r koi8-u cp866 iso-8859-5 x-mac-cyrillic";
        private const string Central = "windows-1250 iso-8859-2 ibm852 x-mac-ce";
        private const string Western = "windows-1252 macintosh ibm850";

        private static readonly (string Languages, string Names, string Letters)[] s_all =
        [
            ("be bg kk ky mk mn ru sr tg tt uk", Cyrillic, @"\p{IsCyrillic}"),
            ("el", "windows-1253 iso-8859-7", @"\p{IsGreek}"),
            ("he yi", "windows-1255 iso-8859-8", @"\p{IsHebrew}"),
            ("ar fa ps ur", "windows-1256 iso-8859-6", @"\p{IsArabic}"),
            ("th", "windows-874", @"\p{IsThai}"),
            ("ja", "shift_jis euc-jp", @"\p{IsHiragana}\p{IsKatakana}\p{IsCJKUnifiedIdeographs}ー々"),
            ("zh", "gb18030 big5", @"\p{IsCJKUnifiedIdeographs}"),
            ("ko", "ks_c_5601-1987", @"\p{IsHangulSyllables}\p{IsCJKUnifiedIdeographs}"),
            ("cs sk", Central, "áäčďéěíĺľňóôŕřšťúůýž"),
            ("pl", Central, "ąćęłńóśźż"),
            ("hu", Central, "áéíóöőúüű"),
            ("hr bs sl", Central, "čćđšž"),
            ("ro", "windows-1250 iso-8859-2", "ăâîşţșț"),
            ("tr az", "windows-1254 iso-8859-9", "âçğıîöşüûəİ"),
            ("et lv lt", "windows-1257 iso-8859-13", "āčēģīķļņšūžąęėįųäöõü"),
            ("vi", "windows-1258", @"\u00C0-\u1EF9"),
            ("de", Western, "äöüß"),
            ("fr", Western, "àâæçéèêëîïôœùûüÿ"),
            ("es ca gl eu", Western, "áàéèíïóòúüñç"),
            ("pt", Western, "áâãàçéêíóôõúü"),
            ("it", Western, "àèéìíîòóùú"),
            ("nl af", Western, "áäèéêëíïóöúü"),
            ("sv fi", Western, "åäöéü"),
            ("da no nb nn", Western, "æøåéèòóôü"),
            ("is fo", Western, "áðéíóúýþæöø"),
            ("en", Western, "À-ÖØ-öø-ÿŒœŠšŽžŸ"),
        ];

        // English has a letter beyond ASCII only in borrowed words: a text with more of them is in another language.
        private const double MaxBorrowed = 0.01;
        private const int MaxBorrowedInShort = 2;

        private bool IsEnglish { get; init; }

        // Whether the letters tell the encoding. Half the bytes are letters of any other alphabet, whatever was written.
        public bool IsLatin { get; private init; }

        public static UsualEncoding? Of(string language)
        {
            var name = language.Split('-')[0].ToLowerInvariant();
            return s_all.Where(row => row.Languages.Split(' ').Contains(name)).Select(Make).FirstOrDefault();
        }

        // Languages whose text is saved in an encoding.
        public static IEnumerable<UsualEncoding> With(Encoding encoding) =>
            s_all.Select(Make).Where(usual => usual.Names.Any(name => Find(name)!.CodePage == encoding.CodePage));

        private static UsualEncoding Make((string Languages, string Names, string Letters) row)
        {
            var letters = new Regex($"[{row.Letters}]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            return new UsualEncoding(row.Names.Split(' '), letters)
            {
                IsEnglish = row.Languages == "en",
                IsLatin = !row.Letters.Contains(@"\p{", StringComparison.Ordinal),
            };
        }

        // The share of the language's letters among those beyond ASCII; 0 for a text that has too many of them.
        public double ShareOfFamiliar(string text)
        {
            var letters = text.Where(character => character > '\u007F' && char.IsLetter(character)).ToArray();
            return IsEnglish && letters.Length > Math.Max(MaxBorrowedInShort, MaxBorrowed * text.Count(char.IsLetter)) ? 0
                : letters.Length == 0 ? 1
                : (double)Letters.Count(new string(letters)) / letters.Length;
        }
    }
}
