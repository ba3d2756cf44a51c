using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Functions.Publishing;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>Uploads of 40 MB: registration reads parts of them, and preparation streams them.</summary>
[Collection(nameof(AzuriteCollection))]
public class LargeUploadTests(AzuriteFixture azurite)
{
    private const int Seconds = 240;

    // The app reads ranges of 4 MB.
    private const int RangesOfWholeFile = 10;

    private static readonly string[] s_noise =
        ["-f", "lavfi", "-i", "anoisesrc=color=white:sample_rate=44100:amplitude=0.3:seed=1", "-t", $"{Seconds}"];

    public static TheoryData<string, string[]> Files => new()
    {
        { "wav", ["-ac", "2", "-c:a", "pcm_s16le"] },
        { "flac", ["-ac", "2", "-c:a", "flac", "-sample_fmt", "s16"] },
        { "m4a", ["-ac", "2", "-c:a", "alac", "-movflags", "+faststart"] },
        { "m4a", ["-ac", "2", "-c:a", "alac"] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Only_parts_are_read_for_registration_and_the_audio_has_its_length(string extension, string[] encoding)
    {
        await using var app = await azurite.StartAppAsync();
        var name = $"talk.{extension}";
        await app.UploadAsync(name, await Clips.MakeAsync(extension, [.. s_noise, .. encoding]));
        app.First.Storage.Forget();

        await app.First.UploadRegistration.RegisterAsync(name, default);

        var episode = await app.EpisodeAsync("talk");
        Assert.Equal((EpisodeStatus.Queued, null), (episode.Status, episode.Problem));
        Assert.InRange(
            app.First.Storage.Reads.Count(
                read => read.Contains("GET", StringComparison.Ordinal) && read.EndsWith(name, StringComparison.Ordinal)),
            1,
            RangesOfWholeFile / 2);
        await app.TranscribeAllAsync(app.First);
        Assert.Equal(Seconds, (await app.EpisodeAsync("talk")).Published!.Enclosure.Duration.TotalSeconds, 0.1);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetTempPath(), "paperledge-????????????????????????????????.tmp"), IsRecent);
    }

    [Fact]
    public async Task A_file_with_its_index_at_the_end_is_decoded_from_a_copy_and_one_with_its_index_first_from_a_stream()
    {
        await using var app = await azurite.StartAppAsync();
        foreach (var (slug, flags) in new[] { ("last", "-y"), ("first", "-movflags") })
        {
            string[] option = flags == "-y" ? [] : [flags, "+faststart"];
            var audio = await Clips.MakeAsync("m4a", ["-f", "lavfi", "-i", "sine=frequency=440:duration=5", "-c:a", "aac", .. option]);
            var episode = await app.RegisterAsync($"{slug}.m4a", audio);
            await using var opened = await UploadedAudio.OpenAsync(
                app.First.Get<PaperLedge.Storage.Uploads.Inbox>(), episode.Upload!, episode.Audio!, default);
            Assert.Equal(slug == "last", opened!.Source.Path is not null);
        }
    }

    private static bool IsRecent(string file) =>
        File.GetLastWriteTimeUtc(file) > TimeProvider.System.GetUtcNow().AddMinutes(-1).UtcDateTime;
}
