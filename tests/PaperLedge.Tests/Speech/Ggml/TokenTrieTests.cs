using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Ggml;

public sealed class TokenTrieTests
{
    private static readonly Vocabulary s_published = TestFiles.PublishedHeader().Vocabulary;

    [Theory]
    [InlineData(" the theory of communication")]
    [InlineData(" Claude Shannon, Warren Weaver.")]
    [InlineData(" a thousand and three per cent")]
    public void Text_comes_back_from_its_tokens(string text)
    {
        var tokens = s_published.Encode(text);
        Assert.Equal(text, s_published.Decode(tokens));
        Assert.True(tokens.Length <= (text.Length / 3) + 2, $"{tokens.Length} tokens");
    }

    [Fact]
    public void The_fewest_tokens_are_chosen()
    {
        var vocabulary = new Vocabulary([[.. "a"u8], [.. "b"u8], [.. "c"u8], [.. "ab"u8], [.. "bcc"u8], [.. "cc"u8]]);
        Assert.Equal([3, 5], vocabulary.Encode("abcc"));
        Assert.Equal([3], vocabulary.Encode("ab"));
        Assert.Equal([0, 1], vocabulary.Encode("a?b?")[..2].Order());
        Assert.Empty(vocabulary.Encode(""));
    }

    [Fact]
    public void A_prompt_keeps_the_likeliest_terms_within_its_budget_and_names_them_last()
    {
        var few = PromptTokens.Of(["Shannon", "entropy", "Shannon", " "], s_published);
        Assert.Equal(" entropy, Shannon.", s_published.Decode(few));
        var many = PromptTokens.Of([.. Enumerable.Range(0, 500).Select(i => $"Name{i}")], s_published);
        Assert.InRange(many.Length, PromptTokens.Budget - 10, PromptTokens.Budget);
        Assert.EndsWith(" Name1, Name0.", s_published.Decode(many), StringComparison.Ordinal);
        Assert.Empty(PromptTokens.Of([], s_published));
    }
}
