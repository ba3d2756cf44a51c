using System.Text;
using PaperLedge.Core.Captions;

namespace PaperLedge.Tests.Core.Captions;

/// <summary>Captions that are not in UTF-8 are read as they were written, or refused.</summary>
public sealed class CaptionEncodingTests
{
    private const string Czech = "Příliš žluťoučký kůň úpěl ďábelské ódy. Dnes čteme článek o teorii sdělování.";
    private const string Polish = "Zażółć gęślą jaźń. Dziś czytamy artykuł o teorii łączności.";
    private const string Russian = "Привет, мир. Сегодня мы читаем статью о теории связи.";
    private const string German = "Größe heißt für uns: über Jahre schöne Bücher lesen.";
    private const string French = "Voilà l’été déjà fini… « Ça va ? » Un œuf.";

    public static TheoryData<string, string, string> Texts => new()
    {
        { "cs", "windows-1250", Czech },
        { "cs", "iso-8859-2", Czech },
        { "sk", "windows-1250", "Dnes čítame článok o teórii, ktorý napísal učiteľ z Košíc. Ťažké dni." },
        { "pl", "windows-1250", Polish },
        { "pl", "iso-8859-2", Polish },
        { "hu", "windows-1250", "Ma egy cikket olvasunk a hírközlés elméletéről. Árvíztűrő tükörfúrógép." },
        { "ru", "windows-1251", Russian },
        { "ru", "koi8-r", Russian },
        { "ru", "cp866", Russian },
        { "uk", "windows-1251", "Привіт, світе. Сьогодні ми читаємо статтю про теорію зв’язку. Її їжак." },
        { "bg", "windows-1251", "Здравей, свят. Днес четем статия за теорията на информацията." },
        { "el", "windows-1253", "Καλημέρα κόσμε. Σήμερα διαβάζουμε ένα άρθρο." },
        { "he", "windows-1255", "שלום עולם. היום אנחנו קוראים מאמר." },
        { "ar", "windows-1256", "مرحبا بالعالم. اليوم نقرأ مقالا." },
        { "tr", "windows-1254", "Günaydın dünya. Bugün iletişim kuramı üzerine bir makale okuyoruz. Şimdi ığdır çiçeği." },
        { "lt", "windows-1257", "Labas rytas, pasauli. Šiandien skaitome straipsnį apie ryšių teoriją." },
        { "lv", "windows-1257", "Labrīt, pasaule. Šodien lasām rakstu par sakaru teoriju. Ķīļi." },
        { "th", "windows-874", "สวัสดีชาวโลก วันนี้เราอ่านบทความ" },
        { "ja", "shift_jis", "こんにちは世界。今日は論文を読みます。" },
        { "ja", "euc-jp", "こんにちは世界。今日は論文を読みます。" },
        { "zh", "gb18030", "你好世界。今天我们读一篇论文。" },
        { "zh-TW", "big5", "你好世界。今天我們讀一篇論文。" },
        { "ko", "ks_c_5601-1987", "안녕하세요 세계. 오늘 우리는 논문을 읽습니다." },
        { "de", "windows-1252", German },
        { "de", "macintosh", German },
        { "de", "ibm850", German },
        { "fr", "windows-1252", French },
        { "fr", "macintosh", French },
        { "es", "windows-1252", "¿Qué leímos ayer? El niño leyó una canción." },
        { "en", "windows-1252", "It’s a café — “really”, for £5, isn’t it? And so on, with many plain words between." },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_code_page_of_the_language_is_read_with_a_warning(string language, string encoding, string text)
    {
        var captions = CaptionFile.Read(Captions(encoding, text), "a.srt", null, [language]);

        Assert.Equal(text, Assert.Single(captions.Segments).Text);
        Assert.Matches("^Line 3: the file is not UTF-8, and was read as .*save the file as UTF-8", Assert.Single(captions.Warnings));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void In_a_show_in_another_language_it_is_read_right_or_refused(string language, string encoding, string text)
    {
        Assert.NotEmpty(language);
        foreach (var other in (string[])["en", "de", "ru", "ja", "cs"])
        {
            try
            {
                Assert.Equal(text, Assert.Single(CaptionFile.Read(Captions(encoding, text), "a.srt", null, [other]).Segments).Text);
            }
            catch (CaptionException refusal)
            {
                Assert.StartsWith("Line 3: the file is not UTF-8, and its encoding is doubtful", refusal.Message, StringComparison.Ordinal);
                Assert.EndsWith("save the file as UTF-8.", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("ru", "windows-1251", Russian)]
    [InlineData("cs", "windows-1250", Czech)]
    [InlineData("el", "windows-1253", "Καλημέρα κόσμε. Σήμερα διαβάζουμε ένα άρθρο για τη θεωρία.")]
    public void A_show_in_English_has_captions_in_another_language(string language, string encoding, string text)
    {
        Assert.NotEqual("en", language);
        Assert.Equal(text, Assert.Single(CaptionFile.Read(Captions(encoding, text), "a.srt", null, ["en"]).Segments).Text);
    }

    [Theory]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    public void Other_encodings_of_Unicode_are_read(string name, bool isMarked)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] file = [.. isMarked ? encoding.GetPreamble() : [], .. encoding.GetBytes(Cue(Czech))];

        var captions = CaptionFile.Read(file, "a.srt", null, ["en"]);

        Assert.Equal(Czech, Assert.Single(captions.Segments).Text);
        Assert.Empty(captions.Warnings);
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xE8)]
    public void A_bad_byte_costs_one_character(byte bad)
    {
        var good = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Cue("Příliš žluťoučký kůň"), 100)));
        var place = good.AsSpan().IndexOf("kůň"u8);
        byte[] file = [.. good[..place], bad, .. good[place..]];

        var captions = CaptionFile.Read(file, "a.srt", null, ["cs"]);

        Assert.All(captions.Segments, segment => Assert.Equal("Příliš žluťoučký kůň", segment.Text));
        Assert.StartsWith("Line 3: there are bytes that are not UTF-8", Assert.Single(captions.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("windows-1251", "windows-1252", Russian)]
    [InlineData("utf-8", "windows-1252", French)]
    [InlineData("shift_jis", "windows-1252", "こんにちは世界。今日は論文を読みます。")]
    public void Text_that_was_converted_from_the_wrong_encoding_is_refused(string written, string read, string text)
    {
        var garbled = Find(read).GetString(Find(written).GetBytes(text));
        var file = Encoding.UTF8.GetBytes(Cue(garbled) + Cue(garbled));

        var refusal = Assert.Throws<CaptionException>(() => CaptionFile.Read(file, "a.srt", null, ["en"]));

        Assert.StartsWith("Line 3: '", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("is not readable text", refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] Captions(string encoding, string text) => Find(encoding).GetBytes(Cue(text));

    private static string Cue(string text) => $"1\r\n00:00:01,000 --> 00:00:04,000\r\n{text}\r\n\r\n";

    private static Encoding Find(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
}
