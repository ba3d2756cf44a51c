using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap.Buffered;
using PaperLedge.Speech.Audio;
using PaperLedge.TestSupport;

namespace PaperLedge.ComponentTests.Audio;

/// <summary>How long a file plays, by Debian's players: ffmpeg, and in a soak mpv and, for MPEG audio, mpg123.</summary>
[Trait("Proof", "long")]
public sealed partial class OtherPlayersTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    private const double Tolerance = 0.1;

    public static TheoryData<string, string> Names
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, encoding) in AudioFiles.Encodings)
            {
                data.Add(name, encoding);
            }

            foreach (var (name, encoding) in s_more)
            {
                data.Add(name, encoding);
            }

            return data;
        }
    }

    // Beside the ordinary files: what begins late, has a gap, or has other tracks and pictures.
    private static readonly Dictionary<string, string> s_more = new()
    {
        ["gap.m4a"] = "-af asetpts=PTS+gte(T\\,4)*5/TB -c:a aac",
        ["gap.webm"] = "-af asetpts=PTS+gte(T\\,4)*5/TB -c:a libopus",
        ["layer-two.mp3"] = "-c:a mp2 -f mp2",
        ["gsm.wav"] = "-c:a adpcm_ms",
        ["low.mp3"] = "-c:a libmp3lame -ar 8000 -b:a 16k",
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_file_is_as_long_as_other_players_play_it(string name, string encoding)
    {
        var path = await files.MakeAsync(name, $"-f lavfi -i sine=440:d=17.3:sample_rate=44100 {encoding}");

        var probe = await AudioReading.ProbeAsync(path);
        var ours = (await AudioReading.DecodeAsync(path, probe)).Length / (double)FfmpegDecoder.SampleRate;

        // What ffmpeg decodes, with the silence that a player leaves where timestamps have a gap.
        var played = await PlayAsync("ffmpeg", "-v", "error", "-i", path, "-map", "0:a", "-af", "aresample=async=1", "-f", "wav", "-y");
        Assert.Equal(played, ours, Tolerance);
        if (!Soak.IsOn)
        {
            return;
        }

        Assert.Equal(await MpvAsync(path), ours, Tolerance);
        if (probe.Format == AudioFormat.Mp3)
        {
            var target = files.PathOf($"{Guid.NewGuid():n}.wav");
            Assert.Equal((await MeasureAsync("mpg123", ["-q", "-w", target, path], target)).Seconds, ours, Tolerance);
        }
    }

    // mpv's clock follows a gap in the timestamps. It reports the gap, and leaves it out of the file that it writes.
    private async Task<double> MpvAsync(string path)
    {
        var target = files.PathOf($"{Guid.NewGuid():n}.wav");
        var (seconds, log) = await MeasureAsync(
            "mpv", ["--no-config", "--vid=no", "--ao=pcm", $"--ao-pcm-file={target}", path], target);
        return seconds + Gap().Matches(log).Sum(
            gap => Number(gap.Groups["to"].ValueSpan) - Number(gap.Groups["from"].ValueSpan));
    }

    // The path of what is written comes last.
    private async Task<double> PlayAsync(string player, params string[] arguments)
    {
        var target = files.PathOf($"{Guid.NewGuid():n}.wav");
        return (await MeasureAsync(player, [.. arguments, target], target)).Seconds;
    }

    private static async Task<(double Seconds, string Log)> MeasureAsync(string player, IEnumerable<string> arguments, string target)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var result = await CliWrap.Cli.Wrap(player).WithArguments(arguments).ExecuteBufferedAsync(limit.Token);
        var answer = await CliWrap.Cli.Wrap("ffprobe")
            .WithArguments(["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", target])
            .ExecuteBufferedAsync();
        return (Number(answer.StandardOutput), result.StandardOutput + result.StandardError);
    }

    private static double Number(ReadOnlySpan<char> text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Invalid audio PTS: (?<from>[0-9.]+) -> (?<to>[0-9.]+)")]
    private static partial Regex Gap();
}
