using System.Text;
using PaperLedge.Core.Episodes;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Episodes;

/// <summary>Whatever is uploaded ends in a status that says what is wrong and what to do, and the others go on.</summary>
[Collection(nameof(AppCollection))]
public class BadInputTests(AppFixture fixture)
{
    private RunningApp App => fixture.App;

    public static TheoryData<string, string, string> BadFiles => new()
    {
        { "bad-text.mp3", "text", "is a text file" },
        { "bad-empty.mp3", "empty", "is empty" },
        { "bad-truncated-mp3.mp3", "truncated", "is incomplete" },
        { "bad-truncated-wav.wav", "truncated", "is incomplete" },
        { "bad-truncated-flac.flac", "truncated", "is incomplete" },
        { "bad-truncated-m4a.m4a", "truncated", "is incomplete" },
        { "bad-drm.m4a", "drm", "encrypted" },
        { "bad-silent.wav", "no-samples", "has no sound" },
        { "bad-long.flac", "too-long", "lasts 7 hours" },
        { "bad-playlist.mp3", "playlist", "playlist" },
        { "bad-noise.mp3", "noise", "is not an audio file" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_fails_with_what_to_do_and_never_reaches_the_feed(string name, string kind, string problem)
    {
        await App.UploadAsync(name, await MakeAsync(kind, Path.GetExtension(name)[1..]));
        var slug = Path.GetFileNameWithoutExtension(name);
        var episode = await App.WaitForAsync(slug, "failed");

        Assert.Contains(problem, episode.Problem, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"'{name}'", episode.Problem, StringComparison.Ordinal);
        Assert.Null(await App.ItemAsync(slug));
        Assert.Contains(episode.Problem!.Split('\n')[0], await File.ReadAllTextAsync(App.LogPath), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Not A Slug.mp3", "Rename it, to 'not-a-slug.mp3'")]
    [InlineData("folder/inside.mp3", "is in a folder")]
    [InlineData("notes.pdf", "does not end in a known extension")]
    [InlineData("日本語.mp3", "Rename it")]
    public async Task A_name_that_cannot_be_an_episode_fails_on_the_upload(string name, string problem)
    {
        await App.UploadAsync(name, "anything"u8.ToArray());
        var upload = await App.WaitForUploadAsync(name, UploadState.Failed);

        Assert.Contains(problem, upload.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_file_for_a_slug_is_refused_and_takes_over_when_the_first_is_deleted()
    {
        await App.UploadAsync("twice.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("twice", "published");
        await App.UploadAsync("twice.wav", await Ffmpeg.ClipAsync("wav"));
        var upload = await App.WaitForUploadAsync("twice.wav", UploadState.Failed);
        Assert.Contains("second file for episode 'twice', which is made from 'twice.mp3'", upload.Problem, StringComparison.Ordinal);
        Assert.Equal("audio/mpeg", await EnclosureTypeAsync());

        await App.DeleteAsync("twice.mp3");
        await Eventually.IsTrueAsync(async () => await EnclosureTypeAsync() == "audio/wav", "the second file is published", App);
    }

    [Fact]
    public async Task A_broken_reupload_leaves_what_listeners_hear()
    {
        await App.UploadAsync("keeps.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("keeps", "published");
        var before = (await App.ItemAsync("keeps"))!.ToString();

        await App.UploadAsync("keeps.mp3", "not audio at all"u8.ToArray());
        await App.WaitForAsync("keeps", "failed");
        Assert.Equal(before, (await App.ItemAsync("keeps"))!.ToString());
        using var media = await App.Http.GetAsync((await App.ItemAsync("keeps"))!.Element("enclosure")!.Attribute("url")!.Value);
        Assert.True(media.IsSuccessStatusCode);
    }

    [Fact]
    public async Task An_address_that_is_too_long_for_a_row_is_told_and_the_rest_is_published()
    {
        var address = "https://example.org/" + new string('é', 9_000);
        var sidecar = $$"""{"title": "Long", "paper": {"title": "P", "url": "{{address}}" } }""";
        await App.UploadAsync("long-address.json", Encoding.UTF8.GetBytes(sidecar));
        await App.UploadAsync("long-address.mp3", await Ffmpeg.ClipAsync("mp3"));
        var episode = await App.WaitForAsync("long-address", "published");

        Assert.Equal("Long", episode.Title);
        Assert.Contains("'paper.url' must be an address", Assert.Single(episode.Warnings), StringComparison.Ordinal);
    }

    private async Task<string?> EnclosureTypeAsync() =>
        (await App.ItemAsync("twice"))?.Element("enclosure")?.Attribute("type")?.Value;

    private static async Task<byte[]> MakeAsync(string kind, string extension) => kind switch
    {
        "text" => Encoding.UTF8.GetBytes("This is a text, whatever its name says.\n"),
        "empty" => [],
        "truncated" => (await Ffmpeg.ClipAsync(extension, seconds: 20))[..^40_000],
        "drm" => Replace(await Ffmpeg.ClipAsync(extension), "mp4a"u8, "drms"u8),
        "no-samples" => await Ffmpeg.MakeAsync(extension, "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "0"),
        // One sample a second, so that a day is a small file.
        "too-long" => await Ffmpeg.MakeAsync(extension, "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "25200"),
        "playlist" => Encoding.UTF8.GetBytes("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n"),
        "noise" => Noise(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static byte[] Noise()
    {
        var bytes = new byte[50_000];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Replace(byte[] bytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        var at = bytes.AsSpan().IndexOf(old);
        Assert.True(at >= 0);
        replacement.CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
