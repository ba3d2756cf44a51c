using PaperLedge.Speech.Windows;

namespace PaperLedge.Tests.Speech.Windows;

public class LoudnessTests
{
    private const int Frame = SpeechDetector.FrameSamples;

    [Theory]
    [InlineData(-10, -10)]
    [InlineData(-20, -20)]
    [InlineData(-50, -20)]
    [InlineData(-64, -20)]
    [InlineData(-80, -35)]
    public void The_detector_is_given_quiet_audio_as_loud_as_a_common_recording(float level, float expected)
    {
        var samples = Tone(200, level);
        Loudness.Normalise(samples, Levels(samples), 0);
        Assert.All(Levels(samples), frame => Assert.Equal(expected, frame, 0.1));
    }

    [Fact]
    public void What_the_detector_is_given_does_not_depend_on_the_blocks()
    {
        float[] audio = [.. Tone(100, -20), .. Tone(100, -60), .. Tone(100, -35)];
        var levels = Levels(audio);
        var whole = audio.ToArray();
        Loudness.Normalise(whole, levels, 0);
        for (var first = 0; first < levels.Length; first += 30)
        {
            Loudness.Normalise(audio.AsSpan(first * Frame, 30 * Frame), levels, first);
        }

        Assert.Equal(whole, audio);
    }

    [Fact]
    public void Speech_of_ordinary_liveliness_stays_as_it_is()
    {
        float[] audio = [.. Tone(100, -20), .. Tone(100, -34), .. Tone(100, -22)];
        var before = audio.ToArray();
        Loudness.Even(audio);
        Assert.Equal(before, audio);
    }

    [Theory]
    [InlineData(-40, -35)]
    [InlineData(-60, -35)]
    [InlineData(-75, -35)]
    [InlineData(-90, -45)]
    public void A_part_that_is_quiet_beside_the_rest_is_raised(float level, float expected)
    {
        float[] audio = [.. Tone(100, -20), .. Tone(200, level), .. Tone(100, -20)];
        Loudness.Even(audio);
        var levels = Levels(audio);
        Assert.All(levels[..100], frame => Assert.Equal(-20, frame, 0.1));
        Assert.All(levels[135..265], frame => Assert.Equal(expected, frame, 0.1));
        // A pause within a second of loud speech stays a pause.
        Assert.All(levels[102..130], frame => Assert.Equal(level, frame, 0.1));
    }

    [Fact]
    public void The_gain_goes_from_one_value_to_the_next_without_a_step()
    {
        float[] audio = [.. Enumerable.Repeat(0.1f, 100 * Frame), .. Enumerable.Repeat(0.0001f, 100 * Frame)];
        Loudness.Even(audio);
        var rise = audio[(101 * Frame)..];
        Assert.True(rise[^1] > 100 * rise[0]);
        Assert.All(rise.Zip(rise.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 1.01f * (rise[^1] - rise[0]) / Frame));
    }

    [Fact]
    public void Digital_silence_stays_silent()
    {
        float[] audio = [.. Tone(50, -20), .. new float[100 * Frame]];
        Loudness.Even(audio);
        Loudness.Normalise(audio, Levels(audio), 0);
        Assert.All(audio[(50 * Frame)..], sample => Assert.Equal(0, sample));
    }

    /// <summary>Each frame of the same level, in decibels.</summary>
    private static float[] Tone(int frames, float level) =>
        Sounds.Tone((double)frames * Frame / Sounds.Second, hertz: 500, level: MathF.Sqrt(2) * MathF.Pow(10, level / 20));

    private static float[] Levels(float[] samples) =>
        [.. samples.Chunk(Frame).Select(frame => LevelEnvelope.Of(frame))];
}
