using PaperLedge.Speech.Audio;

namespace PaperLedge.ComponentTests.Audio;

/// <summary>Files that players play are read the way they play them: all that is heard, when it is heard.</summary>
public sealed class PlayerTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    private const double Rate = FfmpegDecoder.SampleRate;

    [Theory]
    [InlineData("-c:a libmp3lame -b:a 64k", "-c:a libmp3lame -b:a 320k", "mp3")]
    [InlineData("-c:a libmp3lame -b:a 320k", "-c:a libmp3lame -b:a 64k", "mp3")]
    [InlineData("-c:a libmp3lame -q:a 9", "-c:a libmp3lame -b:a 128k -ac 2", "mp3")]
    [InlineData("-c:a libmp3lame -b:a 64k -write_xing 0", "-c:a libmp3lame -b:a 192k", "mp3")]
    [InlineData("-c:a aac -f adts -b:a 64k", "-c:a aac -f adts -b:a 192k", "aac")]
    public async Task Two_files_written_one_behind_the_other_are_as_long_as_both(string first, string second, string extension)
    {
        var both = await JoinAsync(
            extension,
            await files.MakeAsync($"a.{extension}", $"-f lavfi -i sine=440:d=6 {first}"),
            await files.MakeAsync($"b.{extension}", $"-f lavfi -i sine=880:d=4 {second}"));

        Assert.InRange((await AudioReading.ReadAsync(both)).Length / Rate, 9.9, 10.15);
    }

    [Theory]
    [InlineData(44_100)]
    [InlineData(8)]
    [InlineData(100_001)]
    public async Task A_wav_that_declares_less_than_it_has_is_read_to_its_end_with_a_warning(int declared)
    {
        var bytes = await File.ReadAllBytesAsync(await files.ToneAsync("pcm.wav", seconds: 6));
        BitConverter.GetBytes(declared).CopyTo(bytes, bytes.AsSpan().IndexOf("data"u8) + 4);
        var path = files.Write("wrapped.wav", bytes);

        var probe = await AudioReading.ProbeAsync(path);
        Assert.Contains(probe.Warnings, warning => warning.Contains("declares", StringComparison.Ordinal));
        Assert.InRange((await AudioReading.DecodeAsync(path, probe)).Length / Rate, 5.9, 6.1);
    }

    [Fact]
    public async Task A_wav_with_other_data_behind_its_samples_ends_where_it_declares()
    {
        var bytes = await File.ReadAllBytesAsync(await files.ToneAsync("pcm.wav", seconds: 2));
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        var path = files.Write("list.wav", [.. bytes, .. "junk"u8, .. BitConverter.GetBytes(noise.Length), .. noise]);

        var probe = await AudioReading.ProbeAsync(path);
        Assert.Empty(probe.Warnings);
        Assert.InRange((await AudioReading.DecodeAsync(path, probe)).Length / Rate, 1.9, 2.1);
    }

    [Theory]
    [InlineData("-c:a aac", "m4a")]
    [InlineData("-c:a aac -movflags frag_keyframe+empty_moov -frag_duration 1000000", "m4a")]
    [InlineData("-c:a libopus -f ogg", "ogg")]
    public async Task Where_timestamps_leave_a_gap_there_is_silence(string encoding, string extension)
    {
        // A tone, from 4 s to 9 s nothing at all, and the tone again.
        var path = await files.MakeAsync(
            $"gap.{extension}", $"-f lavfi -i sine=440:d=8 -af asetpts=PTS+gte(T\\,4)*5/TB {encoding}");

        var samples = await AudioReading.ReadAsync(path);
        Assert.InRange(samples.Length / Rate, 12.9, 13.1);
        Assert.Equal(9, StartsOf(samples)[^1], 0.05);
    }

    [Fact]
    public async Task Small_gaps_do_not_shift_what_follows()
    {
        // A tenth of a second is missing in the timestamps after each second.
        var path = await files.MakeAsync("gaps.m4a", "-f lavfi -i sine=440:d=8 -af asetpts=PTS+floor(T)*0.1/TB -c:a aac");
        var samples = await AudioReading.ReadAsync(path);
        Assert.InRange(samples.Length / Rate, 8.6, 8.8);
    }

    [Theory]
    [InlineData("-c:a aac", 3)]
    [InlineData("-c:a aac -movflags +faststart", 0.5)]
    [InlineData("-c:a alac", 3)]
    public async Task Sound_that_begins_late_begins_late(string encoding, double seconds)
    {
        var offset = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var path = await files.MakeAsync("late.m4a", $"-itsoffset {offset} -f lavfi -i sine=440:d=4 {encoding}");

        var samples = await AudioReading.ReadAsync(path);
        Assert.Equal(seconds, StartsOf(samples)[0], 0.05);
        Assert.InRange(samples.Length / Rate, seconds + 3.9, seconds + 4.1);
    }

    [Theory]
    [InlineData("mp2.mp3", "-c:a mp2 -b:a 128k -f mp2")]
    [InlineData("mp2-low.mp3", "-c:a mp2 -ar 22050 -b:a 64k -f mp2")]
    public async Task Layer_two_is_read_with_a_warning(string name, string encoding)
    {
        var path = await files.MakeAsync(name, $"-f lavfi -i sine=440:d=4 {encoding}");
        var probe = await AudioReading.ProbeAsync(path);
        Assert.Contains(probe.Warnings, warning => warning.Contains("layer II", StringComparison.Ordinal));
        Assert.InRange((await AudioReading.DecodeAsync(path, probe)).Length / Rate, 3.9, 4.1);
    }

    [Fact]
    public async Task A_broadcast_wave_of_64_bits_is_read()
    {
        var bytes = await File.ReadAllBytesAsync(await files.ToneAsync("rf64.wav"));
        "BW64"u8.CopyTo(bytes);
        Assert.InRange((await AudioReading.ReadAsync(files.Write("bw64.wav", bytes))).Length / Rate, 3.9, 4.1);
    }

    [Theory]
    [InlineData("opus.ogg")]
    [InlineData("vorbis.ogg")]
    [InlineData("flac.ogg")]
    [InlineData("no-xing.mp3")]
    [InlineData("adts.aac")]
    public async Task A_recording_that_was_stopped_is_read_with_a_warning(string name)
    {
        var cut = files.Cut(await files.ToneAsync(name), 0.6);
        var probe = await AudioReading.ProbeAsync(cut);
        Assert.Contains(probe.Warnings, warning => warning.Contains("stopped before its end", StringComparison.Ordinal));
        Assert.InRange((await AudioReading.DecodeAsync(cut, probe)).Length / Rate, 1, 3);
    }

    [Theory]
    [InlineData("m4a", "-c:a aac")]
    [InlineData("m4a", "-c:a alac")]
    public async Task The_default_track_is_heard_and_a_warning_names_it(string extension, string encoding)
    {
        var path = await files.MakeAsync(
            $"tracks.{extension}",
            $"-f lavfi -i sine=440:d=4 -f lavfi -i anullsrc -map 1:a -map 0:a -t 4 {encoding} " +
            "-metadata:s:a:0 language=deu -metadata:s:a:1 language=eng -disposition:a:0 0 -disposition:a:1 default");

        var probe = await AudioReading.ProbeAsync(path);
        Assert.Equal(1, probe.Track);
        var warning = Assert.Single(probe.Warnings);
        Assert.Contains("2 sound tracks", warning, StringComparison.Ordinal);
        Assert.Contains("eng", warning, StringComparison.Ordinal);
        Assert.Contains(await AudioReading.DecodeAsync(path, probe), sample => Math.Abs(sample) > 0.05);
    }

    [Fact]
    public async Task A_film_is_published_as_a_film_and_a_cover_is_not_one()
    {
        var film = await AudioReading.ProbeAsync(await files.MakeAsync(
            "film.mp4", "-f lavfi -i testsrc=d=2:s=64x64 -f lavfi -i sine=440:d=2 -c:v mpeg4 -c:a aac"));
        Assert.Equal(("video/mp4", "mp4"), (film.MediaType, film.Extension));
        Assert.Contains(film.Warnings, warning => warning.Contains("video", StringComparison.Ordinal));

        var cover = await files.MakeAsync("cover.png", "-f lavfi -i testsrc=d=1:s=64x64 -frames:v 1");
        var covered = await AudioReading.ProbeAsync(await files.MakeAsync(
            "cover.m4a", $"-f lavfi -i sine=440:d=2 -i {cover} -map 0:a -map 1:v -c:a aac -c:v copy -disposition:v attached_pic"));
        Assert.Equal(("audio/mp4", "m4a"), (covered.MediaType, covered.Extension));
        Assert.Empty(covered.Warnings);
    }

    private async Task<string> JoinAsync(string extension, params string[] paths)
    {
        var bytes = new List<byte>();
        foreach (var path in paths)
        {
            bytes.AddRange(await File.ReadAllBytesAsync(path));
        }

        return files.Write($"joined.{extension}", bytes.ToArray());
    }

    /// <summary>Seconds at which sound begins after a silence of a quarter of a second, or at the start.</summary>
    private static List<double> StartsOf(float[] samples)
    {
        var (starts, silent) = (new List<double>(), (int)Rate);
        for (var i = 0; i < samples.Length; i++)
        {
            if (Math.Abs(samples[i]) < 0.01)
            {
                silent++;
                continue;
            }

            if (silent >= Rate / 4)
            {
                starts.Add(i / Rate);
            }

            silent = 0;
        }

        return starts;
    }
}
