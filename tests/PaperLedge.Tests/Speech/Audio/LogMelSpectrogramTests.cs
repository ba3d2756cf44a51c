using System.Numerics;
using FsCheck.Xunit;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Tests.Speech.Audio;

public class LogMelSpectrogramTests
{
    private const int Frames = WhisperDimensions.MelFrames;
    private static readonly MelFilters s_filters = TestFiles.PublishedHeader().Filters;
    private static readonly LogMelSpectrogram s_spectrogram = new(s_filters);

    [Fact]
    public void It_agrees_with_the_reference_on_speech()
    {
        var mel = Compute(TestFiles.Clip(), Frames);
        Assert.All(Reference.Load().Mel, point => Assert.Equal(point.Value, mel[(point.Row * Frames) + point.Column], 1e-3));
    }

    [Fact]
    public void It_agrees_with_its_scalar_twin_on_noise()
    {
        var samples = Noise(16_000);
        var (mel, twin) = (Compute(samples, 200), ScalarLogMel.Compute(samples, s_filters, 200));
        Assert.Equal(twin.Length, mel.Length);
        for (var i = 0; i < mel.Length; i++)
        {
            Assert.Equal(twin[i], mel[i], 1e-3);
        }
    }

    [Property(MaxTest = 20)]
    public void A_frame_does_not_depend_on_samples_beyond_it(ushort cut)
    {
        // The first half sets the maximum for both.
        var samples = Noise(16_000);
        Array.ConvertAll(samples[8000..], sample => sample * 0.5f).CopyTo(samples, 8000);
        var length = 8000 + (cut % 8000);
        var (whole, part) = (Compute(samples, 100), Compute(samples[..length], 100));
        var complete = (length - 200) / 160;
        for (var bin = 0; bin < 80; bin++)
        {
            for (var frame = 0; frame < complete; frame++)
            {
                Assert.Equal(whole[(bin * 100) + frame], part[(bin * 100) + frame], 1e-4f);
            }
        }
    }

    [Fact]
    public void Silence_is_flat() => Assert.All(Compute(new float[16_000], 300), value => Assert.Equal(-1.5f, value));

    [Fact]
    public void No_samples_are_silence() => Assert.All(Compute([], 300), value => Assert.Equal(-1.5f, value));

    [Fact]
    public void The_transform_finds_a_single_frequency_in_every_lane()
    {
        var transform = new FrameTransform();
        for (var n = 0; n < FrameTransform.Points; n++)
        {
            transform.Real[n] = new Vector<float>((float)Math.Cos(2 * Math.PI * 37 * n / FrameTransform.Points));
        }

        transform.Run();
        for (var k = 0; k < FrameTransform.Points; k++)
        {
            var expected = k is 37 or 400 - 37 ? FrameTransform.Points / 2f : 0;
            for (var lane = 0; lane < Vector<float>.Count; lane++)
            {
                Assert.Equal(expected, transform.Real[k][lane], 1e-3f);
                Assert.Equal(0, transform.Imaginary[k][lane], 1e-3f);
            }
        }
    }

    private static float[] Compute(float[] samples, int frames)
    {
        var mel = new float[80 * frames];
        s_spectrogram.Compute(samples, mel);
        return mel;
    }

    private static float[] Noise(int length)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
    }
}
