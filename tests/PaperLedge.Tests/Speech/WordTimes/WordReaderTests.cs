using System.Text;
using PaperLedge.Core.Transcripts;
using PaperLedge.Speech.WordTimes;

namespace PaperLedge.Tests.Speech.WordTimes;

/// <summary>Tokens of half a second each, one behind the other.</summary>
public sealed class WordReaderTests
{
    [Theory]
    [InlineData(" The| unc|ommon| word|.", "The 0-0.5|uncommon 0.5-1.5|word. 1.5-2.5")]
    [InlineData("The| word", "The 0-0.5|word 0.5-1")]
    [InlineData(" |12| km", "12 0-1|km 1-1.5")]
    [InlineData(" a b| c", "a 0-0.25|b 0.25-0.5|c 0.5-1")]
    [InlineData(" word| ", "word 0-0.5")]
    [InlineData(" |", "")]
    public void A_word_begins_with_its_space_and_has_the_time_of_its_tokens(string tokens, string words) =>
        Assert.Equal(words, Show(Read(tokens)));

    [Theory]
    [InlineData("Japanese", "今日|は|良い|天気|です|。", "今日 0-0.5|は 0.5-1|良い 1-1.5|天気 1.5-2|です。 2-3")]
    [InlineData("Chinese, two words in a token", "我们今天|去", "我们 0-0.25|今天 0.25-0.5|去 0.5-1")]
    [InlineData("Thai", "วัน|นี้|อากาศ|ดี| |ครับ", "วัน 0-0.5|นี้ 0.5-1|อากาศ 1-1.5|ดี 1.5-2|ครับ 2-3")]
    [InlineData("English within Japanese", "彼は| open| source|が|好き", "彼 0-0.25|は 0.25-0.5|open 0.5-1|source 1-1.5|が 1.5-2|好き 2-2.5")]
    public void A_text_without_spaces_has_words_with_times(string language, string tokens, string words)
    {
        var read = Read(tokens);

        Assert.Equal((language, words), (language, Show(read)));
        Assert.NotNull(TimedWords.Places(tokens.Replace("|", "", StringComparison.Ordinal).Trim(), read));
    }

    [Fact]
    public void A_character_that_is_split_over_tokens_stays_whole()
    {
        // 天 is E5 A4 A9, 気 is E6 B0 97: the second token ends the one and begins the other.
        var words = Read([[0xE5, 0xA4], [0xA9, 0xE6, 0xB0], [0x97, .. "です"u8]]);

        Assert.Equal("天気 0-1.071|です 1.071-1.5", Show(words));
    }

    [Fact]
    public void A_token_that_holds_the_end_of_one_word_and_the_start_of_another_is_shared()
    {
        // 京 ends with 9C AC… : the token holds its last byte and all of は.
        byte[] kyo = Encoding.UTF8.GetBytes("京");
        var words = Read([Encoding.UTF8.GetBytes("東"), kyo[..2], [kyo[2], .. "は"u8], Encoding.UTF8.GetBytes("雨")]);

        Assert.Equal("東京 0-1.125|は 1.125-1.5|雨 1.5-2", Show(words));
    }

    [Fact]
    public void Bytes_that_are_no_text_lose_no_other_word()
    {
        var words = Read([" one"u8.ToArray(), [0xE5, 0xA4], [], " two"u8.ToArray()]);

        Assert.Equal("one\uFFFD 0-1|two 1.5-2", Show(words));
    }

    [Fact]
    public void The_probability_is_the_geometric_mean_over_the_tokens()
    {
        var words = WordReader.Read([Token(" un", 0, -1), Token("sure", 1, -0.5), Token(" yes", 2, -0.1)]);

        Assert.Equal([Math.Exp(-0.75), Math.Exp(-0.1)], words.Select(word => word.Probability));
    }

    private static IReadOnlyList<Word> Read(string tokens) => Read([.. tokens.Split('|').Select(Encoding.UTF8.GetBytes)]);

    private static IReadOnlyList<Word> Read(byte[][] tokens) => WordReader.Read([.. tokens.Select((bytes, i) => Token(bytes, i, -0.1))]);

    private static TimedToken Token(string text, int place, double logProbability) =>
        Token(Encoding.UTF8.GetBytes(text), place, logProbability);

    private static TimedToken Token(byte[] bytes, int place, double logProbability) =>
        new(bytes, TimeSpan.FromSeconds(0.5 * place), TimeSpan.FromSeconds(0.5 * (place + 1)), logProbability);

    private static string Show(IEnumerable<Word> words) =>
        string.Join('|', words.Select(word => FormattableString.Invariant(
            $"{word.Text} {word.Start.TotalSeconds:0.###}-{word.End.TotalSeconds:0.###}")));
}
