using PaperLedge.Core.Text;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Ggml;

public sealed class LanguagesTests
{
    private static readonly SpecialTokens s_largeV3 = SpecialTokens.InFile(51866);
    private static readonly SpecialTokens s_multilingual = SpecialTokens.InFile(51865);

    public static TheoryData<int> All => [.. Enumerable.Range(0, s_largeV3.Languages)];

    [Theory]
    [InlineData("en", 0)]
    [InlineData("yue", 99)]
    [InlineData("EN", 0)]
    [InlineData(" de ", 2)]
    public void A_language_is_found_by_its_code(string code, int index) => Assert.Equal(index, Languages.IndexOf(code, s_largeV3));

    [Theory]
    [InlineData("pt-BR", "pt")]
    [InlineData("de_AT", "de")]
    [InlineData("de-CH-1901", "de")]
    [InlineData("zh-Hant-TW", "zh")]
    [InlineData("zh-TW", "zh")]
    [InlineData("sr-Latn-RS", "sr")]
    [InlineData("en-x-private", "en")]
    [InlineData("es-419", "es")]
    public void A_region_or_a_script_does_not_count(string tag, string code) => AssertIs(code, tag);

    [Theory]
    [InlineData("nb", "no")]
    [InlineData("nb-NO", "no")]
    [InlineData("nn-NO", "nn")]
    [InlineData("iw", "he")]
    [InlineData("in", "id")]
    [InlineData("ji", "yi")]
    [InlineData("jv", "jw")]
    [InlineData("jav", "jw")]
    [InlineData("mo", "ro")]
    [InlineData("sh", "sr")]
    [InlineData("hbs", "sr")]
    [InlineData("scr", "hr")]
    [InlineData("fil-PH", "tl")]
    [InlineData("cmn-Hans-CN", "zh")]
    [InlineData("zh-cmn", "zh")]
    [InlineData("zh-yue", "yue")]
    [InlineData("gsw-CH", "de")]
    [InlineData("arz", "ar")]
    [InlineData("pes", "fa")]
    [InlineData("zsm", "ms")]
    [InlineData("deu", "de")]
    [InlineData("ger", "de")]
    [InlineData("fra", "fr")]
    [InlineData("fre", "fr")]
    [InlineData("zho", "zh")]
    [InlineData("chi", "zh")]
    [InlineData("ces", "cs")]
    [InlineData("cze", "cs")]
    [InlineData("nld", "nl")]
    [InlineData("dut", "nl")]
    [InlineData("ell", "el")]
    [InlineData("gre", "el")]
    [InlineData("eng-GB", "en")]
    [InlineData("haw", "haw")]
    public void A_language_is_known_by_its_other_codes(string tag, string code) => AssertIs(code, tag);

    [Theory]
    [InlineData("xx")]
    [InlineData("")]
    [InlineData("und")]
    [InlineData("english")]
    [InlineData("ga")]
    public void An_unknown_language_has_no_index(string tag) => Assert.Null(Languages.IndexOf(tag, s_largeV3));

    [Fact]
    public void Cantonese_is_unknown_before_large_v3_and_is_then_a_kind_of_chinese()
    {
        Assert.Null(Languages.IndexOf("yue", s_multilingual));
        Assert.Equal(Languages.IndexOf("zh", s_multilingual), Languages.IndexOf("zh-yue", s_multilingual));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_a_page_says_of_a_language_is_a_tag_that_leads_back_to_it(int index)
    {
        var tag = Languages.TagOf(index);

        Assert.True(LanguageTag.IsTag(tag));
        Assert.NotEqual("jw", tag);
        Assert.Equal(index, Languages.IndexOf(tag, s_largeV3));
        Assert.Equal(index, Languages.IndexOf(Languages.CodeOf(index), s_largeV3));
    }

    private static void AssertIs(string code, string tag) => Assert.Equal(code, Languages.CodeOf(Languages.IndexOf(tag, s_largeV3)!.Value));
}
