using System.Globalization;
using System.Text.Json;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Episodes;

/// <summary>The main job: a producer uploads audio, and a listener finds episode and transcript in the feed.</summary>
[Collection(nameof(AppCollection))]
public class UploadToFeedTests(AppFixture fixture)
{
    private RunningApp App => fixture.App;

    [Theory]
    [InlineData(Samples.Mp3)]
    [InlineData(Samples.M4a)]
    [InlineData(Samples.Ogg)]
    public async Task A_sample_episode_is_published_with_its_metadata(string slug)
    {
        await App.UploadAsync($"{slug}.json", Samples.PathOf($"{slug}.json"));
        await App.UploadAsync(Path.GetFileName(Samples.Audio(slug)), Samples.Audio(slug));
        var episode = await App.WaitForAsync(slug, "published");

        // One of the samples is an Ogg file.
        var isOgg = Path.GetExtension(Samples.Audio(slug)) == ".ogg";
        Assert.Equal(isOgg ? 1 : 0, episode.Warnings.Count);
        Assert.All(episode.Warnings, warning => Assert.Contains("do not play Ogg", warning, StringComparison.Ordinal));
        using var sidecar = JsonDocument.Parse(await File.ReadAllBytesAsync(Samples.PathOf($"{slug}.json")));
        var item = await App.ItemAsync(slug);
        Assert.NotNull(item);
        Assert.Equal(sidecar.RootElement.GetProperty("title").GetString(), item.Element("title")?.Value);
        Assert.Equal(
            new FileInfo(Samples.Audio(slug)).Length,
            long.Parse(item.Element("enclosure")!.Attribute("length")!.Value, CultureInfo.InvariantCulture));
        Assert.Contains(
            sidecar.RootElement.GetProperty("paper").GetProperty("authors")[0].GetString()!,
            item.Element("description")!.Value,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wav", "-c:a", "pcm_s16le", "-ar", "22050")]
    [InlineData("flac", "-c:a", "flac")]
    [InlineData("opus", "-c:a", "libopus", "-b:a", "48k")]
    [InlineData("aac", "-c:a", "aac", "-b:a", "64k")]
    [InlineData("ogg", "-c:a", "libvorbis")]
    public async Task Every_accepted_format_is_transcribed(string extension, params string[] encoding)
    {
        var slug = $"format-{extension}";
        await App.UploadAsync(
            $"{slug}.{extension}",
            await Ffmpeg.MakeAsync(extension, ["-t", "4", "-i", Samples.Audio(Samples.M4a), "-map_metadata", "-1", .. encoding]));
        await App.WaitForAsync(slug, "published");

        using var transcript = JsonDocument.Parse(await App.Http.GetStringAsync($"episodes/{slug}/transcript.json"));
        Assert.NotEqual(0, transcript.RootElement.GetProperty("segments").GetArrayLength());
    }

    [Fact]
    public async Task Without_a_sidecar_the_files_own_tags_count()
    {
        var audio = await Ffmpeg.MakeAsync(
            "mp3", "-t", "4", "-i", Samples.Audio(Samples.Mp3), "-metadata", "title=A tagged <title> & more", "-metadata", "track=7/9");
        await App.UploadAsync("tagged.mp3", audio);
        await App.WaitForAsync("tagged", "published");

        var item = await App.ItemAsync("tagged");
        Assert.Equal("A tagged <title> & more", item!.Element("title")!.Value);
        Assert.Equal("7", item.Element(Feed.ITunes + "episode")!.Value);
    }

    [Fact]
    public async Task Without_either_the_files_name_counts()
    {
        await App.UploadAsync("just-a-name.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("just-a-name", "published");

        Assert.Equal("Just a name", (await App.ItemAsync("just-a-name"))!.Element("title")!.Value);
    }
}
