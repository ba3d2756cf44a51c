using PaperLedge.Cli;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Decoding;

public class RepetitionGuardTests
{
    private static readonly SpecialTokens s_tokens = SpecialTokens.InFile(51864).Compact(100);

    [Theory]
    [InlineData(1, 12, true)]
    [InlineData(1, 11, false)]
    [InlineData(3, 4, true)]
    [InlineData(3, 3, false)]
    [InlineData(16, 4, true)]
    [InlineData(16, 3, false)]
    public void A_phrase_over_and_over_is_a_loop(int length, int times, bool isLoop)
    {
        int[] sampled = [50, 51, 52, .. Enumerable.Repeat(Enumerable.Range(1, length), times).SelectMany(phrase => phrase)];
        Assert.Equal(isLoop, RepetitionGuard.EndsInLoop(sampled, s_tokens, out var kept));
        Assert.Equal(isLoop ? 3 + length : sampled.Length, kept);
    }

    [Fact]
    public void Timestamps_do_not_hide_a_loop()
    {
        var sampled = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            sampled.AddRange([s_tokens.FirstTimestamp + i, 1, 2, 3, s_tokens.FirstTimestamp + i + 1]);
        }

        Assert.True(RepetitionGuard.EndsInLoop([.. sampled], s_tokens, out _));
    }

    [Fact]
    public void Ordinary_text_is_none() =>
        Assert.False(RepetitionGuard.EndsInLoop([.. Enumerable.Range(0, 220).Select(i => i * i % 97)], s_tokens, out _));

    [Theory]
    [InlineData("The paper asks a simple question, and the answer is useful to anyone who writes programs.", false)]
    [InlineData("and and and and and and and and and and and and and and and and and and and and and and", true)]
    [InlineData("", false)]
    public void Text_that_packs_too_well_repeats_itself(string text, bool repeats) =>
        Assert.Equal(repeats, RepetitionGuard.IsRepetitive([], text));

    [Fact]
    public void Hindi_is_no_repetition_though_its_bytes_pack_well_and_a_loop_in_it_is()
    {
        var vocabulary = TestFiles.PublishedHeader().Vocabulary;
        var text = File.ReadAllText(Path.Combine(Repository.Root, "bench", "audio", "hindi.txt"));
        foreach (var window in text.Chunk(400).Select(part => new string(part)))
        {
            Assert.False(RepetitionGuard.IsRepetitive(vocabulary.Encode(window), window), window);
        }

        var loop = string.Concat(Enumerable.Repeat(text[..60] + " ", 7));
        Assert.True(RepetitionGuard.IsRepetitive(vocabulary.Encode(loop), loop));
    }

    [Fact]
    public void Few_different_tokens_at_the_end_repeat_themselves()
    {
        Assert.True(RepetitionGuard.IsRepetitive(Enumerable.Range(0, 40).Select(i => i % 5), ""));
        Assert.False(RepetitionGuard.IsRepetitive(Enumerable.Range(0, 40), ""));
    }
}
