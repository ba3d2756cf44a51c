using System.Text;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Ggml;

public class VocabularyTests
{
    private static readonly Vocabulary s_published = TestFiles.PublishedHeader().Vocabulary;

    [Fact]
    public void The_published_vocabulary_is_read_whole()
    {
        Assert.Equal(50257, s_published.Count);
        Assert.Equal("! the 场", s_published.Decode([0, Find(" the"), Find(" "), Find("场")]));

        static int Find(string text) =>
            Enumerable.Range(0, s_published.Count).First(id => s_published.BytesOf(id).SequenceEqual(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("naïve café")]
    [InlineData("日本語の論文")]
    [InlineData("a 🎙 b")]
    public void A_character_that_tokens_split_comes_out_whole(string text)
    {
        var bytes = new Vocabulary(Enumerable.Range(0, 256).Select(value => new[] { (byte)value }));
        Assert.Equal(text, bytes.Decode(Encoding.UTF8.GetBytes(text).Select(value => (int)value)));
    }

    [Fact]
    public void Bytes_that_are_no_text_become_the_replacement_character() =>
        Assert.Equal("a\uFFFDb", new Vocabulary(["a"u8.ToArray(), [0xC3], "b"u8.ToArray()]).Decode([0, 1, 2]));

    [Theory]
    [InlineData(51864, 50256, 50257, 50357, 50358, 50359, 50360, 50361, 50362, 50363)]
    [InlineData(51865, 50257, 50258, 50358, 50359, 50360, 50361, 50362, 50363, 50364)]
    [InlineData(51866, 50257, 50258, 50359, 50360, 50361, 50362, 50363, 50364, 50365)]
    public void Special_tokens_lie_where_the_published_models_have_them(
        int size,
        int end,
        int start,
        int translate,
        int transcribe,
        int solm,
        int previous,
        int noSpeech,
        int noTimestamps,
        int firstTimestamp)
    {
        var tokens = SpecialTokens.InFile(size);
        Assert.Equal(
            [end, start, translate, transcribe, solm, previous, noSpeech, noTimestamps, firstTimestamp],
            [
                tokens.EndOfText, tokens.StartOfTranscript, tokens.Translate, tokens.Transcribe, tokens.StartOfLanguageModel,
                tokens.Previous, tokens.NoSpeech, tokens.NoTimestamps, tokens.FirstTimestamp,
            ]);
        Assert.Equal(size, tokens.Count);
    }

    [Fact]
    public void A_short_vocabulary_moves_the_special_tokens_down_together()
    {
        var compact = SpecialTokens.InFile(51864).Compact(3000);
        Assert.Equal(3000, compact.EndOfText);
        Assert.Equal(3107, compact.FirstTimestamp);
        Assert.Equal(3000 + 1608, compact.Count);
    }
}
