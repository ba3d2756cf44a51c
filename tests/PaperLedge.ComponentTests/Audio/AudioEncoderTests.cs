using System.Globalization;
using System.Text;
using System.Text.Json;
using CliWrap.Buffered;
using PaperLedge.Core.Episodes;
using PaperLedge.Speech.Audio;

namespace PaperLedge.ComponentTests.Audio;

/// <summary>The file that is made for listeners, as players and meters see it.</summary>
public sealed class AudioEncoderTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    private static readonly FileTags s_tags = new(
        "Über = #1; back\\slash",
        "Ada",
        "A show",
        "First line\nSecond = line",
        new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero),
        Number: 7,
        [new Chapter(TimeSpan.Zero, "Start"), new Chapter(TimeSpan.FromSeconds(4.5), "Zweiter; Teil")],
        Cover: null,
        Artwork: null);

    [Theory]
    [InlineData(EncodedFormat.Mp3, "loud.wav", "volume=9dB")]
    [InlineData(EncodedFormat.Mp3, "quiet.wav", "volume=-30dB")]
    [InlineData(EncodedFormat.M4a, "loud.flac", "volume=9dB")]
    [InlineData(EncodedFormat.M4a, "quiet.aiff", "volume=-20dB")]
    [InlineData(EncodedFormat.Mp3, "stereo.ogg", "aformat=channel_layouts=stereo")]
    [InlineData(EncodedFormat.M4a, "speech.webm", "anull")]
    [InlineData(EncodedFormat.Mp3, "surround.wav", "pan=5.1|FL=c0|FR=c0|FC=c0|LFE=0*c0|BL=0.5*c0|BR=0.5*c0")]
    public async Task Speech_of_any_level_has_the_loudness_that_directories_recommend(EncodedFormat format, string name, string filter)
    {
        var speech = await files.MakeAsync(name, "-t 30 -i", Sample, "-af", filter, "-map", "0:a");
        var encoded = await EncodeAsync(speech, format, s_tags);

        var meter = await CliWrap.Cli.Wrap("ffmpeg")
            .WithArguments(
                ["-hide_banner", "-nostats", "-i", encoded, "-map", "0:a", "-af", "ebur128=framelog=verbose:peak=true", "-f", "null", "-"])
            .ExecuteBufferedAsync();
        Assert.InRange(Value("I:"), AudioEncoder.Loudness - 0.7, AudioEncoder.Loudness + 0.7);
        Assert.InRange(Value("Peak:"), -12, AudioEncoder.MaxPeak);

        double Value(string label)
        {
            var line = meter.StandardError.Split('\n').Last(line => line.Trim().StartsWith(label, StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    [Theory]
    [InlineData(EncodedFormat.Mp3, "mp3")]
    [InlineData(EncodedFormat.M4a, "aac")]
    public async Task Tags_chapters_and_artwork_are_written(EncodedFormat format, string codec)
    {
        var artwork = await File.ReadAllBytesAsync(await files.MakeAsync("artwork.png", "-f lavfi -i testsrc=d=1:s=300x300 -frames:v 1"));
        var encoded = await EncodeAsync(await files.ToneAsync("pcm.wav", seconds: 9), format, s_tags with { Artwork = artwork });

        using var shown = await ProbeAsync(encoded);
        var root = shown.RootElement;
        var tags = root.GetProperty("format").GetProperty("tags");
        Assert.Equal(s_tags.Title, tags.GetProperty("title").GetString());
        Assert.Equal("Ada", tags.GetProperty("artist").GetString());
        Assert.Equal("A show", tags.GetProperty("album").GetString());
        Assert.Equal(s_tags.Description, tags.GetProperty("description").GetString());
        Assert.Equal("2026-11-30", tags.GetProperty("date").GetString());
        Assert.Equal("7", tags.GetProperty("track").GetString());
        Assert.Equal(["Start", "Zweiter; Teil"], root.GetProperty("chapters").EnumerateArray()
            .Select(chapter => chapter.GetProperty("tags").GetProperty("title").GetString()));
        Assert.Equal([0, 4.5], root.GetProperty("chapters").EnumerateArray()
            .Select(chapter => double.Parse(chapter.GetProperty("start_time").GetString()!, CultureInfo.InvariantCulture)));
        var streams = root.GetProperty("streams").EnumerateArray().ToList();
        Assert.Contains(streams, stream => stream.GetProperty("codec_name").GetString() == codec);
        Assert.Contains(
            streams,
            stream => stream.TryGetProperty("width", out var width)
                && width.GetInt32() == 300
                && stream.GetProperty("disposition").GetProperty("attached_pic").GetInt32() == 1);
    }

    [Fact]
    public async Task The_files_own_cover_goes_before_the_artwork_of_the_show()
    {
        var cover = await files.MakeAsync("cover.jpg", "-f lavfi -i testsrc=d=1:s=200x200 -frames:v 1");
        var covered = await files.MakeAsync(
            "covered.mp3", $"-f lavfi -i sine=d=3 -i {cover} -map 0:a -map 1:v -c:a libmp3lame -c:v copy -disposition:v attached_pic");
        var probe = await AudioReading.ProbeAsync(covered);
        Assert.Equal(0, probe.Cover);

        var encoded = await EncodeAsync(covered, EncodedFormat.M4a, s_tags with { Cover = probe.Cover, Artwork = [0xFF, 0xD8] });

        using var shown = await ProbeAsync(encoded);
        Assert.Contains(
            shown.RootElement.GetProperty("streams").EnumerateArray(),
            stream => stream.TryGetProperty("width", out var width) && width.GetInt32() == 200);
    }

    [Theory]
    [InlineData(EncodedFormat.Mp3)]
    [InlineData(EncodedFormat.M4a)]
    public async Task What_is_heard_keeps_its_time(EncodedFormat format)
    {
        // A tone, from 4 s to 9 s nothing at all, and the tone again: the transcript counts the silence.
        var gap = await files.MakeAsync("gap.m4a", "-f lavfi -i sine=440:d=8 -af asetpts=PTS+gte(T\\,4)*5/TB -c:a aac");

        var samples = await AudioReading.ReadAsync(await EncodeAsync(gap, format, s_tags));

        Assert.InRange(samples.Length / 16_000.0, 12.9, 13.1);
        Assert.InRange(Array.FindIndex(samples, 100_000, sample => Math.Abs(sample) > 0.05) / 16_000.0, 8.95, 9.05);
    }

    [Fact]
    public async Task Silence_stays_silent()
    {
        var silence = await files.MakeAsync("silence.wav", "-f lavfi -i anullsrc=d=3");
        var samples = await AudioReading.ReadAsync(await EncodeAsync(silence, EncodedFormat.Mp3, s_tags));
        Assert.All(samples, sample => Assert.InRange(sample, -0.001f, 0.001f));
    }

    private static string Sample => Path.Combine(PaperLedge.Cli.Repository.Samples, "a-theory-of-communication.mp3");

    private async Task<string> EncodeAsync(string path, EncodedFormat format, FileTags tags)
    {
        var encoder = new AudioEncoder(new AudioOptions());
        var probe = await AudioReading.ProbeAsync(path);
        await using var stream = File.OpenRead(path);
        var source = probe.Format == AudioFormat.Mp4 ? AudioSource.File(path) : AudioSource.Of(stream);
        var target = files.PathOf($"{Guid.NewGuid():n}.{(format == EncodedFormat.Mp3 ? "mp3" : "m4a")}");
        var gain = await encoder.FindGainAsync(source, probe, default);
        await encoder.EncodeAsync(source, probe, gain, format, tags, target, new Progress<TimeSpan>(), default);
        return target;
    }

    private static async Task<JsonDocument> ProbeAsync(string path)
    {
        var answer = await CliWrap.Cli.Wrap("ffprobe")
            .WithArguments(["-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json", path])
            .ExecuteBufferedAsync(Encoding.UTF8);
        return JsonDocument.Parse(answer.StandardOutput);
    }
}
