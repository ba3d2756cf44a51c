using System.Text;
using ICU4N.Globalization;

namespace PaperLedge.Core.Text;

/// <summary>The script of a text, and which languages are written in it.</summary>
public static class Script
{
    private const string Latin = "Latn";

    // The first language of each is the one that most text in the script is in.
    private static readonly (string Script, string[] Languages)[] s_languages =
    [
        ("Arab", ["ar", "az", "bal", "ckb", "fa", "ks", "ku", "pa", "ps", "sd", "ug", "ur"]),
        ("Armn", ["hy"]),
        ("Beng", ["bn", "as"]),
        ("Cyrl", ["ru", "az", "ba", "be", "bg", "bs", "kk", "ky", "mk", "mn", "sr", "tg", "tt", "uk", "uz"]),
        ("Deva", ["hi", "mr", "ne", "sa"]),
        ("Ethi", ["am", "ti"]),
        ("Geor", ["ka"]),
        ("Grek", ["el"]),
        ("Gujr", ["gu"]),
        ("Guru", ["pa"]),
        ("Hang", ["ko"]),
        ("Hani", ["zh", "ja", "yue", "nan", "wuu"]),
        ("Hebr", ["he", "iw", "yi", "ji"]),
        ("Hira", ["ja"]),
        ("Khmr", ["km"]),
        ("Knda", ["kn"]),
        ("Laoo", ["lo"]),
        ("Mlym", ["ml"]),
        ("Mymr", ["my"]),
        ("Orya", ["or"]),
        ("Sinh", ["si"]),
        ("Taml", ["ta"]),
        ("Telu", ["te"]),
        ("Thai", ["th"]),
        ("Tibt", ["bo"]),
    ];

    // Written in Latin script too.
    private static readonly HashSet<string> s_alsoLatin = ["az", "bs", "ku", "sr", "tt", "uz"];

    /// <returns>
    /// The script of most letters, by its code of four letters (ISO 15924); Japanese is <c>Hira</c>. Null for a text without letters.
    /// </returns>
    public static string? Of(string text)
    {
        var scripts = text.EnumerateRunes()
            .Where(Rune.IsLetter)
            .Select(letter => letter.IsAscii ? Latin : CodeOf(letter))
            .CountBy(script => script)
            .ToDictionary();
        // Japanese mixes its syllables with Chinese characters; no other language has them.
        if (scripts.TryGetValue("Hira", out var syllables))
        {
            scripts["Hira"] = syllables + scripts.GetValueOrDefault("Hani");
        }

        return scripts.Count == 0 ? null : scripts.MaxBy(script => script.Value).Key;
    }

    /// <param name="language">A BCP 47 tag.</param>
    /// <returns>True if the language is written in the script.</returns>
    public static bool Writes(string language, string script)
    {
        var name = language.Split('-')[0].ToLowerInvariant();
        return script == Latin
            ? s_alsoLatin.Contains(name) || !s_languages.Any(known => known.Languages.Contains(name))
            : s_languages.Any(known => known.Script == script && known.Languages.Contains(name));
    }

    /// <returns>A language that is written in the script; null if none is usual.</returns>
    public static string? UsualLanguage(string script) => s_languages.FirstOrDefault(known => known.Script == script).Languages?[0];

    private static string CodeOf(Rune letter) => UScript.GetShortName(UScript.GetScript(letter.Value)) switch
    {
        "Kana" => "Hira",
        "Bopo" => "Hani",
        var code => code,
    };
}
