using PaperLedge.Core.Episodes;

namespace PaperLedge.Tests.Core.Episodes;

public class UploadNameTests
{
    [Theory]
    [InlineData("first.mp3", "first", "mp3", false)]
    [InlineData("first.MP3", "first", "mp3", false)]
    [InlineData("a-b.opus", "a-b", "opus", false)]
    [InlineData("first.json", "first", "json", true)]
    public void Audio_and_sidecars_are_understood(string blob, string slug, string extension, bool isSidecar)
    {
        Assert.True(UploadName.TryParse(blob, out var name, out _));
        Assert.Equal((slug, extension, isSidecar), (name.Slug.Value, name.Extension, name.IsSidecar));
    }

    [Theory]
    [InlineData("folder/first.mp3", "lies in a folder")]
    [InlineData("first.pdf", "known extension")]
    [InlineData("first", "known extension")]
    [InlineData("first.JSON", "known extension")]
    [InlineData(".mp3", "Rename it")]
    [InlineData("日本.mp3", "Rename it")]
    [InlineData("My Episode.mp3", "to 'my-episode.mp3'")]
    [InlineData("first.part.mp3", "to 'first-part.mp3'")]
    public void A_name_that_cannot_be_an_episode_says_what_to_do(string blob, string hint)
    {
        Assert.False(UploadName.TryParse(blob, out _, out var problem));
        Assert.Contains(hint, problem, StringComparison.Ordinal);
        Assert.Contains($"'{blob}'", problem, StringComparison.Ordinal);
    }
}
