using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Transcripts;

public sealed class TranscriptLanguageTests
{
    [Theory]
    [InlineData("one language", "0-5 en, 5-9 en", "en", "en: - -")]
    [InlineData("unnamed", "0-5, 5-9", "hr", "hr: - -")]
    [InlineData("nothing said", "", "hr", "hr:")]
    [InlineData("a guest", "0-5 en, 5-9 de, 9-12 en", "en", "en: - de -")]
    [InlineData("most of it is another than was expected", "0-2, 2-9 de, 9-10", "hr", "de: hr - hr")]
    [InlineData("most seconds, not most segments", "0-1 en, 1-2 en, 2-9 de", "en", "de: en en -")]
    [InlineData("of two with as many, the first", "0-2 de, 2-4 en", "en", "de: - en")]
    [InlineData("a region is not another language", "0-5 pt, 5-9", "pt-BR", "pt-BR: - -")]
    public void A_transcript_is_in_the_language_of_most_of_its_seconds(string what, string segments, string unnamed, string settled) =>
        Assert.Equal((what, settled), (what, Show(TranscriptLanguage.Settle(Segments(segments), unnamed))));

    [Fact]
    public void Sounds_have_no_language_and_do_not_count()
    {
        Segment[] segments =
        [
            Samples.Said(0, 60, "[music]") with { Kind = SegmentKind.Sound, Language = "en" },
            Samples.Said(60, 61, "Ja.") with { Language = "de" }
        ];

        Assert.Equal("de: - -", Show(TranscriptLanguage.Settle(segments, "en")));
    }

    [Theory]
    [InlineData("the language of most of its time", "0-3, 3-6, 6-9", "0-4 en, 4-6 de, 6-9 en", "- de -")]
    [InlineData("outside all that was heard", "20-21", "0-4 en, 4-6 de", "-")]
    [InlineData("a file that names some speaks for itself", "0-3, 3-6, 6-9 fr", "0-4 en, 4-6 de, 6-9 en", "- - fr")]
    [InlineData("where most was heard in another language than was told", "0-1, 1-9", "0-1 en, 1-9 de", "- de")]
    [InlineData("and the file names some", "0-1 en, 1-9", "0-1 en, 1-9 de", "- de")]
    public void A_correction_keeps_the_languages_that_were_heard(string what, string corrected, string heard, string languages)
    {
        var (most, _) = TranscriptLanguage.Settle(Segments(heard), "en");
        var carried = TranscriptLanguage.Carry(Segments(corrected), most, Segments(heard), "en");

        Assert.Equal((what, languages), (what, string.Join(' ', carried.Select(segment => segment.Language ?? "-"))));
    }

    [Theory]
    [InlineData("שלום עולם", "en, en", "he")]
    [InlineData("שלום עולם", "yi, en", "yi")]
    [InlineData("Привет, мир", "en, en", "ru")]
    [InlineData("Привіт, world", "uk, en", "uk")]
    [InlineData("こんにちは、世界", "en, en", "ja")]
    [InlineData("你好，世界", "en, ja", "ja")]
    [InlineData("你好，世界", "en", "zh")]
    [InlineData("مرحبا", "fa, en", "fa")]
    [InlineData("Shalom", "he, en", "en")]
    [InlineData("Shalom", "he", "und")]
    [InlineData("Dobar dan", "sr, en", "sr")]
    [InlineData("1, 2, 3", "he, en", "he")]
    public void Captions_are_in_the_first_language_that_is_written_in_their_script(string text, string candidates, string language) =>
        Assert.Equal(language, TranscriptLanguage.Written([Samples.Said(0, 1, text)], candidates.Split(", ")));

    [Fact]
    public void Captions_in_another_language_than_was_heard_keep_theirs()
    {
        var carried = TranscriptLanguage.Carry(Segments("0-3, 3-6 fr"), "he", Segments("0-4 en, 4-6 de"), "en");

        Assert.Equal(["he", "fr"], carried.Select(segment => segment.Language));
    }

    [Fact]
    public void A_paragraph_ends_where_the_language_changes()
    {
        var paragraphs = Paragraph.Of(Segments("0-1, 1-2 de, 2-3 de, 3-4"));

        Assert.Equal([(1, null), (2, "de"), (1, null)], paragraphs.Select(paragraph => (paragraph.Segments.Count, paragraph.Language)));
    }

    private static List<Segment> Segments(string segments) => [.. segments.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(one =>
    {
        var (times, language) = one.Split(' ') is [var first, var second] ? (first, second) : (one, null);
        var ends = Array.ConvertAll(times.Split('-'), double.Parse);
        return Samples.Said(ends[0], ends[1], "Something.") with { Language = language };
    })];

    private static string Show((string Language, IReadOnlyList<Segment> Segments) settled) =>
        string.Join(' ', [$"{settled.Language}:", .. settled.Segments.Select(segment => segment.Language ?? "-")]);
}
