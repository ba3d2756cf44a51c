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
    [InlineData("first.mp3", true, false)]
    [InlineData("first.json", false, false)]
    [InlineData("first.vtt", false, true)]
    [InlineData("first.srt", false, true)]
    public void Corrected_captions_are_neither_audio_nor_a_sidecar(string blob, bool isAudio, bool isCaptions)
    {
        Assert.True(UploadName.TryParse(blob, out var name, out _));
        Assert.Equal((isAudio, isCaptions), (name.IsAudio, name.IsCaptions));
    }

    [Fact]
    public void Captions_are_looked_for_by_their_exact_names_the_webvtt_first()
    {
        Assert.Equal(["first.vtt", "first.srt"], UploadName.CaptionsOf(EpisodeExamples.Slug));
        Assert.All(UploadName.CaptionsOf(EpisodeExamples.Slug), blob => Assert.True(UploadName.TryParse(blob, out _, out _)));
    }

    [Theory]
    [InlineData("folder/first.mp3", "is in a folder")]
    [InlineData("first.pdf", "known extension")]
    [InlineData("first", "known extension")]
    [InlineData("first.JSON", "known extension")]
    [InlineData("first.VTT", "corrected captions (vtt, srt)")]
    [InlineData("My Episode.vtt", "to 'my-episode.vtt'")]
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
