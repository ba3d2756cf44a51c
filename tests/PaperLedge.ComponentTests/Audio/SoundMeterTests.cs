using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap.Buffered;
using PaperLedge.Speech.Audio;

namespace PaperLedge.ComponentTests.Audio;

public sealed partial class SoundMeterTests(AudioFiles files) : IClassFixture<AudioFiles>
{
    private static readonly string s_speech = Path.Combine(PaperLedge.Cli.Repository.Samples, "a-theory-of-communication.mp3");

    [Fact]
    public async Task An_ordinary_recording_has_no_warning()
    {
        Assert.Empty((await MeasureAsync("-ac 1")).Meter.Warnings);
        Assert.Empty((await MeasureAsync("-ac 2")).Meter.Warnings);
    }

    [Theory]
    [InlineData("pan=stereo|c0=c0|c1=-1*c0")]
    [InlineData("pan=stereo|c0=-1*c0|c1=0.9*c0")]
    [InlineData("pan=stereo|c0=c0|c1=-1*c0,volume=-20dB")]
    public async Task A_channel_of_the_wrong_polarity_loses_nothing_and_is_reported(string filter)
    {
        var (samples, meter) = await MeasureAsync($"-af {filter}");
        var (expected, _) = await MeasureAsync("-ac 1");
        Assert.Contains(meter.Warnings, warning => warning.Contains("polarity", StringComparison.Ordinal));
        // As loud as without the fault, but for what the filter takes away.
        var lost = filter.Contains("-20dB", StringComparison.Ordinal) ? 0.1 : 1;
        Assert.InRange(Level(samples) / (lost * Level(expected)), 1.2, 1.6);
    }

    [Theory]
    [InlineData("pan=stereo|c0=c0|c1=0*c0", "left")]
    [InlineData("pan=stereo|c0=0*c0|c1=c0", "right")]
    public async Task Sound_on_one_side_is_reported(string filter, string side)
    {
        var warning = Assert.Single((await MeasureAsync($"-af {filter}")).Meter.Warnings);
        Assert.Contains(side, warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("volume=-30dB", "very quiet")]
    [InlineData("volume=30dB", "clipped")]
    [InlineData("volume=24dB,alimiter=limit=0.999:level=0", "clipped")]
    public async Task A_level_far_off_is_reported(string filter, string expected)
    {
        var warning = Assert.Single((await MeasureAsync($"-af {filter} -c:a pcm_s16le")).Meter.Warnings);
        Assert.Contains(expected, warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-ac 1")]
    [InlineData("-ac 2")]
    [InlineData("-af volume=-15dB,apad=pad_dur=20")]
    public async Task Loudness_is_what_ffmpeg_measures(string arguments)
    {
        var path = await MakeAsync(arguments);
        var output = await CliWrap.Cli.Wrap("ffmpeg")
            .WithArguments(["-nostdin", "-hide_banner", "-i", path, "-af", "ebur128", "-f", "null", "-"])
            .ExecuteBufferedAsync();
        var expected = double.Parse(Integrated().Matches(output.StandardError)[^1].Groups[1].Value, CultureInfo.InvariantCulture);

        Assert.Equal(expected, (await MeasureFileAsync(path)).Meter.Loudness!.Value, 0.5);
    }

    [Fact]
    public async Task Silence_has_no_loudness()
    {
        var path = await files.MakeAsync("silence.wav", "-f lavfi -i anullsrc=r=44100:cl=stereo -t 3");
        Assert.Null((await MeasureFileAsync(path)).Meter.Loudness);
    }

    private async Task<(float[] Samples, SoundMeter Meter)> MeasureAsync(string arguments) =>
        await MeasureFileAsync(await MakeAsync(arguments));

    private Task<string> MakeAsync(string arguments) =>
        files.MakeAsync("speech.wav", "-t 20 -i", [s_speech, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    private static async Task<(float[] Samples, SoundMeter Meter)> MeasureFileAsync(string path)
    {
        var meter = new SoundMeter();
        var probe = await AudioReading.ProbeAsync(path);
        var samples = new List<float>();
        await foreach (var block in new FfmpegDecoder(new AudioOptions()).DecodeAsync(AudioSource.File(path), probe, meter, default))
        {
            samples.AddRange(block.Span);
        }

        return ([.. samples], meter);
    }

    private static double Level(float[] samples) => Math.Sqrt(samples.Average(sample => (double)sample * sample));

    [GeneratedRegex(@"I:\s+(-?[\d.]+) LUFS")]
    private static partial Regex Integrated();
}
