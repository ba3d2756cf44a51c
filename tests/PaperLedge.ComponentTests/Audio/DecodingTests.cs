using System.Diagnostics;
using PaperLedge.Speech.Audio;

namespace PaperLedge.ComponentTests.Audio;

public sealed class DecodingTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    public static TheoryData<string> Names => [.. AudioFiles.Encodings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_accepted_kind_of_file_decodes_to_its_whole_length(string name)
    {
        var path = await files.ToneAsync(name);
        var probe = await AudioReading.ProbeAsync(path);
        var samples = await AudioReading.DecodeAsync(path, probe);

        Assert.Contains(Path.GetExtension(name)[1..], probe.Format.Extensions);
        Assert.InRange(probe.Duration.TotalSeconds, 3.85, 4.15);
        Assert.InRange(samples.Length, 3.85 * 16_000, 4.15 * 16_000);
        Assert.All(samples, sample => Assert.InRange(sample, -1f, 1f));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_tone_that_went_in_comes_out(string name)
    {
        var samples = await AudioReading.ReadAsync(await files.ToneAsync(name));
        // Rising zero crossings in the second second: 440 of them, whatever the codec did to the amplitude.
        var crossings = Enumerable.Range(16_000, 16_000).Count(i => samples[i - 1] < 0 && samples[i] >= 0);
        Assert.InRange(crossings, 438, 442);
    }

    [Fact]
    public async Task An_odd_number_of_channels_and_a_strange_rate_are_mixed_and_resampled()
    {
        var path = await files.MakeAsync("odd.wav", "-f lavfi -i anoisesrc=duration=2:sample_rate=11025 -af pan=3.0|c0=c0|c1=c0|c2=c0");
        var probe = await AudioReading.ProbeAsync(path);
        Assert.Equal((3, 11025), (probe.Channels, probe.SampleRate));
        Assert.InRange((await AudioReading.DecodeAsync(path, probe)).Length, 31_900, 32_100);
    }

    [Fact]
    public async Task A_cover_picture_and_a_film_beside_the_sound_do_not_matter()
    {
        var film = await files.MakeAsync("film.mp4", "-f lavfi -i testsrc=d=2 -f lavfi -i sine=d=2 -c:v mpeg4 -c:a aac");
        Assert.InRange((await AudioReading.ReadAsync(film)).Length, 31_000, 33_000);

        var cover = await files.MakeAsync(
            "cover.mp3",
            "-f lavfi -i sine=d=2 -f lavfi -i testsrc=d=0.04 -map 0:a -map 1:v -c:a libmp3lame -c:v png -disposition:v attached_pic");
        Assert.InRange((await AudioReading.ReadAsync(cover)).Length, 31_000, 33_000);
    }

    [Fact]
    public async Task A_header_written_to_a_pipe_leaves_the_length_open_and_it_is_measured()
    {
        // What espeak-ng and ffmpeg write when they cannot seek back.
        foreach (var open in new uint[] { 0x7FFF_F000, 0xFFFF_FFFF })
        {
            var bytes = await File.ReadAllBytesAsync(await files.MakeAsync("p.wav", "-f lavfi -i sine=d=3:sample_rate=16000 -bitexact"));
            BitConverter.GetBytes(open).CopyTo(bytes, bytes.AsSpan().IndexOf("data"u8) + 4);
            var probe = await AudioReading.ProbeAsync(files.Write("p.wav", bytes));
            Assert.Equal(3, probe.Duration.TotalSeconds, 2);
        }
    }

    [Fact]
    public async Task Stopping_early_ends_the_process()
    {
        var path = await files.MakeAsync("long.wav", "-f lavfi -i sine=d=600:sample_rate=16000");
        var probe = await AudioReading.ProbeAsync(path);
        await foreach (var block in new FfmpegDecoder(new AudioOptions()).DecodeAsync(
            AudioSource.File(path), probe, CancellationToken.None))
        {
            Assert.Equal(16_000, block.Length);
            break;
        }

        Assert.False(await IsBeingReadAsync(path));
    }

    [Fact]
    public async Task Cancelling_ends_the_process()
    {
        var path = await files.MakeAsync("long.wav", "-f lavfi -i sine=d=600:sample_rate=16000");
        var probe = await AudioReading.ProbeAsync(path);
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in new FfmpegDecoder(new AudioOptions()).DecodeAsync(AudioSource.File(path), probe, cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });

        Assert.False(await IsBeingReadAsync(path));
    }

    [Fact]
    public async Task A_slow_reader_gets_every_sample()
    {
        var path = await files.MakeAsync("minute.flac", "-f lavfi -i sine=d=60:sample_rate=16000");
        var probe = await AudioReading.ProbeAsync(path);
        var count = 0;
        await foreach (var block in new FfmpegDecoder(new AudioOptions()).DecodeAsync(
            AudioSource.File(path), probe, CancellationToken.None))
        {
            count += block.Length;
            await Task.Delay(5);
        }

        Assert.Equal(60 * 16_000, count);
    }

    /// <summary>Looks for a process that has the file's name on its command line.</summary>
    private static async Task<bool> IsBeingReadAsync(string path)
    {
        foreach (var process in Process.GetProcessesByName("ffmpeg"))
        {
            using (process)
            {
                var commandLine = $"/proc/{process.Id}/cmdline";
                if (File.Exists(commandLine) && (await File.ReadAllTextAsync(commandLine)).Contains(path, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
