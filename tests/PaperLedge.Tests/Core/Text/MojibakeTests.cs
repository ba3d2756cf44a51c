using System.Text;
using PaperLedge.Core.Text;

namespace PaperLedge.Tests.Core.Text;

public class MojibakeTests
{
    private static readonly string[] s_real =
    [
        // French, Catalan, Spanish, Portuguese
        "L’été à la plage", "Où est passé Noël ?", "Ça et là", "çà et là", "« Le pré » – épisode 3", "Et voilà\u00A0…",
        "Café\u00A0— le podcast", "NESCAFÉ® et L’ORÉAL®", "Île d’Yeu", "L’œuvre d’Œdipe", "À", "Col·legi",
        "¿Qué? ¡Olé!", "«Oui» «Non» «Là»", "Pingüino y ñandú",
        "Áéíóú: las tildes", "ÁÉÍÓÚ", "Coração", "SÃO PAULO À NOITE", "MANHÃ", "IRMÃ…", "Ações e opções", "O à Ó",
        // German, Scandinavian, Finnish, Estonian
        "Größe und Maß", "Übermäßige Öle", "ÄÖÜ", "Öl på ö", "Ö", "ÅÄÖ – svenska bokstäver", "ÆØÅ", "På ærø", "Åå", "”BLÅ”", "BLÅ…", "Å…",
        "Jäääär", "Töööö", "Öö", "Hääyöaie", "Õunapuu", "Ää, öö", "Donau\u00ADdampf\u00ADschiff",
        // Icelandic, Faroese, Old English
        "Þingvellir og Snæfellsjökull", "Þíð", "Þýð saga", "Óþýð rödd", "Æð", "ÍÁ vinnur", "Þú og ég", "Sjó\u00ADþæð", "Þæt wæs gōd cyning",
        // Polish, Czech, Hungarian, Romanian, Turkish, Vietnamese, Maltese, Welsh, Irish
        "Zażółć gęślą jaźń", "Łódź", "Ó", "Příliš žluťoučký kůň", "Árvíztűrő tükörfúrógép", "Fiáéé", "Ștefan și Țara", "Öğrenci şiir",
        "Tiếng Việt đẹp lắm", "Ôi", "Ý", "Nghe à?", "Ħal Għargħur", "Dŵr a thân", "Éire agus Ó Sé",
        // Other scripts, stored as Unicode
        "Привет, мир", "Я", "Україна", "Ελληνικά", "שלום עולם", "مرحبا", "สวัสดี", "こんにちは", "日本語 🎧", "你好，世界", "一", "一丁", "안녕하세요",
        "नमस्ते",
        // Signs
        "1½ – 2¼ %", "½ + ¼ = ¾", "H²O & CO₂",
        "x² + y²", "a² + b² = c²", "Nº 1, Nº 2, Nº 3", "5 °C ± 0,5 µm", "© 2026 ®", "£5 €6 ¥7", "§ 5 BGB", "a×b", "3×4",
        "“CAFÉ”", "Nestlé™", "Don’t — stop … “now”", "It´s", "Cafe\u0301", "LAME 3.99", "Track 01", "AC/DC", "Motörhead", "", " ",
    ];

    /// <summary>Real texts, and the code page in which a program wrote them.</summary>
    private static readonly (string Text, int[] Pages)[] s_local =
    [
        ("Привет", [1251, 20866, 28595, 866]), ("Привет, мир!", [1251, 20866, 28595, 866]), ("Мир", [1251, 20866, 28595, 866]),
        ("Дом", [1251, 20866, 866]), ("Да", [1251, 20866, 866]), ("Мы и ты", [1251, 20866, 866]), ("Шнур", [1251, 20866]),
        ("Выпуск 12", [1251, 20866, 28595, 866]), ("Podcast Привет", [1251, 20866]), ("Интервью с John Smith", [1251, 20866]),
        ("Подкаст о науке — №5", [1251]), ("Київ і Львів", [1251]), ("Καλημέρα", [1253, 28597]), ("Αθήνα σήμερα", [1253]),
        ("שלום עולם", [1255]), ("אב", [1255]), ("مرحبا بكم", [1256]), ("สวัสดีครับ", [874]),
        ("こんにちは", [932, 51932]), ("日本語ラジオ", [932, 51932]), ("テスト", [932, 51932]), ("第1回 放送", [932]),
        ("你好", [936, 950]), ("你好世界", [936, 950]), ("中文", [936, 950]), ("안녕", [949]), ("안녕하세요", [949]),
        ("zażółć gęślą jaźń", [28592]), ("Größe", [437, 10000]), ("Don’t stop", [1252]),
    ];

    private static readonly string[] s_unicode =
        ["Привет", "Größe", "café", "Österreich", "São Paulo", "Łódź i Gdańsk", "日本語", "Don’t stop"];

    public static TheoryData<string> Real => new(s_real);

    public static TheoryData<string, string> Broken => new(
        from local in s_local
        from page in local.Pages
        select ($"{local.Text} in code page {page}", Latin1(PageOf(page).GetBytes(local.Text))));

    public static TheoryData<string, string> BrokenUnicode => new(s_unicode.SelectMany(text => new (string, string)[]
    {
        ($"{text} in UTF-8", Latin1(Encoding.UTF8.GetBytes(text))),
        ($"{text} in UTF-8, read as Windows-1252", PageOf(1252).GetString(Encoding.UTF8.GetBytes(text))),
        ($"{text} in UTF-8, cut off", Latin1(Encoding.UTF8.GetBytes(text + text + "ж")[..^1])),
        ($"{text} with a byte order mark", Latin1([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)])),
        ($"{text} in another encoding than UTF-8", Encoding.UTF8.GetString([.. "A "u8, 0xCF, 0xF0, .. Encoding.UTF8.GetBytes(text)])),
    }));

    [Theory]
    [MemberData(nameof(Real))]
    public void Real_text_is_readable(string text) => Assert.False(Mojibake.IsEvidentIn(text));

    [Theory]
    [MemberData(nameof(Broken))]
    [MemberData(nameof(BrokenUnicode))]
    public void Text_read_in_a_wrong_encoding_is_not(string what, string text) =>
        Assert.True(Mojibake.IsEvidentIn(text), $"{what}: {text}");

    [Theory]
    [InlineData("Привет")]
    [InlineData("Hello 1")]
    public void Bytes_of_UTF_16_in_the_wrong_order_are_not(string text)
    {
        Assert.True(Mojibake.IsEvidentIn(Encoding.BigEndianUnicode.GetString(Encoding.Unicode.GetBytes(text))));
        Assert.True(Mojibake.IsEvidentIn("\u001F\u0004@\u0004"));
    }

    [Fact]
    public void One_strange_word_does_not_make_a_long_text_unreadable()
    {
        const string Text = "A long description of an episode, in which somebody quotes ÌÈÐ as an example of what goes wrong.";

        Assert.False(Mojibake.IsEvidentIn(Text));
        Assert.True(Mojibake.IsEvidentIn("An episode about ÌÈÐ"));
    }

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static Encoding PageOf(int page) => CodePagesEncodingProvider.Instance.GetEncoding(page)!;
}
