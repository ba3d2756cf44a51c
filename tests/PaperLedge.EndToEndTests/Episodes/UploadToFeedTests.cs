using System.Globalization;
using System.Text.Json;
using PaperLedge.Cli;
using PaperLedge.Cli.Demo;
using PaperLedge.Core.Transcripts;
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
    public async Task A_sample_episode_is_recognised_and_published_with_its_metadata(string slug)
    {
        await App.UploadAsync($"{slug}.json", Samples.PathOf($"{slug}.json"));
        await App.UploadAsync(Path.GetFileName(Samples.Audio(slug)), Samples.Audio(slug));
        var episode = await App.WaitForAsync(slug, "published");

        Assert.Empty(episode.Warnings);
        using var sidecar = JsonDocument.Parse(await File.ReadAllBytesAsync(Samples.PathOf($"{slug}.json")));
        var item = await App.ItemAsync(slug);
        Assert.NotNull(item);
        Assert.Equal(sidecar.RootElement.GetProperty("title").GetString(), item.Element("title")?.Value);
        Assert.Equal(new FileInfo(Samples.Audio(slug)).Length, long.Parse(item.Element("enclosure")!.Attribute("length")!.Value, CultureInfo.InvariantCulture));
        Assert.Contains(sidecar.RootElement.GetProperty("paper").GetProperty("authors")[0].GetString()!, item.Element("description")!.Value, StringComparison.Ordinal);
        await AssertRecognisedAsync(slug, slug);
    }

    [Theory]
    [InlineData("wav", "-c:a", "pcm_s16le", "-ar", "22050")]
    [InlineData("flac", "-c:a", "flac")]
    [InlineData("opus", "-c:a", "libopus", "-b:a", "48k")]
    [InlineData("aac", "-c:a", "aac", "-b:a", "64k")]
    [InlineData("ogg", "-c:a", "libvorbis")]
    public async Task Every_accepted_format_is_recognised(string extension, params string[] encoding)
    {
        var slug = $"format-{extension}";
        await App.UploadAsync(
            $"{slug}.{extension}", await Ffmpeg.MakeAsync(extension, ["-i", Samples.Audio(Samples.M4a), "-map_metadata", "-1", .. encoding]));
        await App.WaitForAsync(slug, "published");

        await AssertRecognisedAsync(slug, Samples.M4a);
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

    private async Task AssertRecognisedAsync(string slug, string script)
    {
        using var transcript = JsonDocument.Parse(await App.Http.GetStringAsync($"episodes/{slug}/transcript.json"));
        var text = string.Join(' ', transcript.RootElement.GetProperty("segments").EnumerateArray().Select(segment => segment.GetProperty("body").GetString()));
        var rate = WordErrorRate.Of(Samples.Script(script), text);
        var limit = Thresholds.Read(Repository.Thresholds).MaxWordErrorRate;
        Assert.True(rate.Rate <= limit, $"{slug}: word error rate {rate}, at most {limit:P0} is allowed. It says: {text}");
    }
}
