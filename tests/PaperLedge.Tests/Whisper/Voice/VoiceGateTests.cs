using FsCheck;
using FsCheck.Xunit;
using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Voice;

namespace PaperLedge.Tests.Whisper.Voice;

public class VoiceGateTests
{
    private static readonly LogMelSpectrogram s_spectrogram = new(TestFiles.PublishedHeader().Filters);
    private static readonly float[] s_clip = TestFiles.Clip();

    public static TheoryData<string> NoSpeech => ["silence", "white noise", "faint noise", "pink noise", "tone", "chords", "slow chords"];

    [Theory]
    [MemberData(nameof(NoSpeech))]
    public async Task What_is_no_speech_is_silenced(string name)
    {
        var (passed, _) = await ApplyAsync(Named(name, 45), 7_001);
        Assert.All(passed, sample => Assert.Equal(0, sample));
    }

    [Theory]
    [MemberData(nameof(NoSpeech))]
    public async Task Speech_between_other_sounds_is_kept_whole_and_little_else(string name)
    {
        float[] audio = [.. Named(name, 25), .. s_clip, .. Named(name, 25)];
        var (passed, _) = await ApplyAsync(audio, 4096);
        var (first, last) = (Array.FindIndex(passed, sample => sample != 0), Array.FindLastIndex(passed, sample => sample != 0));
        var (begins, ends) = (25 * Sounds.Second, (25 * Sounds.Second) + s_clip.Length);

        // The clip itself begins and ends with a little silence.
        Assert.InRange(first, begins - (Sounds.Second / 2), begins + (Sounds.Second / 4));
        Assert.InRange(last, ends - (Sounds.Second / 2), ends + (Sounds.Second / 2));
        Assert.Equal(audio[(first + 400)..(last - 400)], passed[(first + 400)..(last - 400)]);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(1)]
    public async Task Speech_in_noise_passes(double noise)
    {
        // As loud as the speech itself at 1.
        var power = Math.Sqrt(s_clip.Average(sample => sample * (double)sample));
        var audio = Sounds.Mix(s_clip, Sounds.Pink((double)s_clip.Length / Sounds.Second, (float)(noise * power / 0.9)));
        var (passed, _) = await ApplyAsync(audio, 4096);
        var kept = passed.Count(sample => sample != 0) / (double)passed.Length;
        Assert.True(kept > 0.95, $"Only {kept:P0} of the speech passed.");
    }

    [Property(MaxTest = 20)]
    public async Task It_does_not_matter_how_the_stream_is_cut_into_blocks(PositiveInt block)
    {
        float[] audio = [.. s_clip, .. Sounds.Pink(31), .. s_clip, .. Sounds.Chords(12.345)];
        var (whole, _) = await ApplyAsync(audio, audio.Length);
        var (parts, _) = await ApplyAsync(audio, 1 + (block.Get * 7919 % 60_000));
        Assert.Equal(audio.Length, parts.Length);
        Assert.Equal(whole, parts);
    }

    [Fact]
    public async Task What_sounds_for_some_seconds_is_told_of()
    {
        float[] audio = [.. Sounds.Chords(20), .. s_clip, .. Sounds.Silence(4), .. Sounds.White(12), .. s_clip, .. Sounds.Pink(1)];
        var (_, sounds) = await ApplyAsync(audio, 4096);
        Assert.Collection(
            sounds,
            music =>
            {
                Assert.Equal("[music]", music.Text);
                Assert.InRange(music.Start.TotalSeconds, 0, 0.1);
                Assert.InRange(music.End.TotalSeconds, 19, 20.1);
            },
            noise =>
            {
                Assert.Equal("[noise]", noise.Text);
                Assert.InRange((noise.End - noise.Start).TotalSeconds, 11, 12.1);
            });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(159)]
    [InlineData(161)]
    [InlineData(5_000)]
    public async Task Hardly_any_audio_does_no_harm(int samples)
    {
        var (passed, sounds) = await ApplyAsync(s_clip[..samples], 1000);
        Assert.Equal(samples, passed.Length);
        Assert.Empty(sounds);
    }

    private static float[] Named(string name, double seconds) => name switch
    {
        "silence" => Sounds.Silence(seconds),
        "white noise" => Sounds.White(seconds),
        "faint noise" => Sounds.White(seconds, 0.002f),
        "pink noise" => Sounds.Pink(seconds),
        "tone" => Sounds.Tone(seconds),
        "chords" => Sounds.Chords(seconds),
        "slow chords" => Sounds.Chords(seconds, 2),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static async Task<(float[] Passed, List<Sound> Sounds)> ApplyAsync(float[] audio, int block)
    {
        var gate = new VoiceGate(s_spectrogram);
        var passed = new List<float>();
        await foreach (var part in gate.ApplyAsync(TestFiles.Blocks(audio, block), CancellationToken.None))
        {
            passed.AddRange(part.Span);
        }

        return ([.. passed], [.. gate.Sounds]);
    }
}
