using FsCheck.Xunit;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Tests.Core.Episodes;

public class EpisodeSlugTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("attention-is-all-you-need")]
    [InlineData("a--b")]
    public void A_name_of_letters_digits_and_hyphens_is_a_slug(string text)
    {
        Assert.True(EpisodeSlug.TryParse(text, out var slug));
        Assert.Equal(text, slug.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("é")]
    [InlineData("..")]
    public void Anything_else_is_none(string? text) => Assert.False(EpisodeSlug.TryParse(text, out _));

    [Fact]
    public void A_slug_has_at_most_a_hundred_characters()
    {
        Assert.True(EpisodeSlug.TryParse(new string('a', EpisodeSlug.MaxLength), out _));
        Assert.False(EpisodeSlug.TryParse(new string('a', EpisodeSlug.MaxLength + 1), out _));
    }

    [Theory]
    [InlineData("My Episode", "my-episode")]
    [InlineData("Episode 12 (final)", "episode-12-final")]
    [InlineData("a__b", "a-b")]
    public void A_wrong_name_gets_a_suggestion(string name, string suggestion) =>
        Assert.Equal(suggestion, EpisodeSlug.Suggest(name)?.Value);

    [Theory]
    [InlineData("日本語")]
    [InlineData("Épisode")]
    [InlineData("---")]
    [InlineData("\ud800")]
    public void A_name_without_a_usable_letter_gets_none(string name) => Assert.Null(EpisodeSlug.Suggest(name));

    [Property]
    public bool A_suggestion_is_always_a_slug(string? name) =>
        EpisodeSlug.Suggest(name ?? "") is not { } slug || EpisodeSlug.TryParse(slug.Value, out _);
}
