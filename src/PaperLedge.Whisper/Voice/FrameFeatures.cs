using System.Numerics.Tensors;
using PaperLedge.Whisper.Audio;
using PaperLedge.Whisper.Decoding;

namespace PaperLedge.Whisper.Voice;

/// <summary>What tells speech from other sounds, in frames of 10 ms.</summary>
internal sealed class FrameFeatures
{
    /// <summary>Bands that are followed through time: enough to see a vowel give way to another, few enough that noise averages out.</summary>
    private const int Bands = 8;

    /// <summary>Frames that a band is averaged over.</summary>
    private const int Smoothing = 5;

    /// <summary>A syllable's parts lie about this many frames apart.</summary>
    private const int Lag = 8;

    /// <summary>Nothing is followed below this, in decibels of the mel spectrum: the last bits of silence change all the time.</summary>
    private const float Floor = -56;

    private FrameFeatures(float[] levels, float[] change, float[] mel, int bins) => (Levels, Change, Mel, Bins) = (levels, change, mel, bins);

    /// <summary>Decibels relative to full scale; see <see cref="LevelEnvelope"/>.</summary>
    public float[] Levels { get; }

    /// <summary>By how many decibels the bands differ, on average, between just before and just after.</summary>
    public float[] Change { get; }

    public int Frames => Levels.Length;

    public int Bins { get; }

    /// <summary>Decibels, bins × frames.</summary>
    private float[] Mel { get; }

    public static FrameFeatures Of(ReadOnlySpan<float> samples, LogMelSpectrogram spectrogram)
    {
        var frames = samples.Length / LevelEnvelope.FrameSamples;
        var levels = new float[frames];
        for (var frame = 0; frame < frames; frame++)
        {
            levels[frame] = LevelEnvelope.Of(samples.Slice(frame * LevelEnvelope.FrameSamples, LevelEnvelope.FrameSamples));
        }

        if (frames == 0)
        {
            return new([], [], [], spectrogram.Bins);
        }

        var mel = new float[spectrogram.Bins * frames];
        spectrogram.Compute(samples[..(frames * LevelEnvelope.FrameSamples)], mel);

        // Back from Whisper's scale to decibels.
        TensorPrimitives.Multiply(mel, 40f, mel);
        TensorPrimitives.Add(mel, -40f, mel);
        TensorPrimitives.Max(mel, Floor, mel);
        return new(levels, ChangeOf(mel, spectrogram.Bins, frames), mel, spectrogram.Bins);
    }

    /// <summary>Adds up each bin over some frames.</summary>
    public void AddSpectrum(int first, int end, Span<double> sums)
    {
        for (var bin = 0; bin < Bins; bin++)
        {
            sums[bin] += TensorPrimitives.Sum<float>(Mel.AsSpan((bin * Frames) + first, end - first));
        }
    }

    private static float[] ChangeOf(float[] mel, int bins, int frames)
    {
        var change = new float[frames];
        var band = new float[frames];
        for (var b = 0; b < Bands; b++)
        {
            var (first, end) = (b * bins / Bands, (b + 1) * bins / Bands);
            band.AsSpan().Clear();
            for (var bin = first; bin < end; bin++)
            {
                TensorPrimitives.Add(band, mel.AsSpan(bin * frames, frames), band);
            }

            TensorPrimitives.Divide(band, end - first, band);
            AddChange(Smooth(band), change);
        }

        TensorPrimitives.Divide(change, Bands, change);
        return change;
    }

    private static float[] Smooth(float[] band)
    {
        var smooth = new float[band.Length];
        for (var frame = 0; frame < band.Length; frame++)
        {
            var (first, end) = (Math.Max(0, frame - (Smoothing / 2)), Math.Min(band.Length, frame + (Smoothing / 2) + 1));
            smooth[frame] = TensorPrimitives.Sum<float>(band.AsSpan(first, end - first)) / (end - first);
        }

        return smooth;
    }

    private static void AddChange(float[] band, float[] change)
    {
        for (var frame = Lag / 2; frame + (Lag / 2) < band.Length; frame++)
        {
            change[frame] += Math.Abs(band[frame + (Lag / 2)] - band[frame - (Lag / 2)]);
        }
    }
}
