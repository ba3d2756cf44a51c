using System.Numerics.Tensors;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Whisper.Windows;

/// <summary>
/// Makes quiet speech as loud as the rest: neither the detector nor the model hears a guest who was recorded 40 dB below the host. The
/// loudness of a frame is the level of the loudest frame within a second.
/// </summary>
internal static class Loudness
{
    private const int Frame = SpeechDetector.FrameSamples;

    /// <summary>Frames before and behind a frame that count for its loudness.</summary>
    public const int Reach = LogMelSpectrogram.SampleRate / Frame;

    /// <summary>What the detector is given: speech of a common recording, in decibels.</summary>
    private const float Common = -20;

    /// <summary>Decibels below the loudest part that count as ordinary.</summary>
    private const float Lively = 15;

    /// <summary>The most that is raised, in decibels: nothing fainter than that is taken for speech.</summary>
    private const float MostRaised = 45;

    /// <summary>Brings some frames of a stream to a common loudness, for the detector.</summary>
    /// <param name="samples">Changed in place.</param>
    /// <param name="levels">In decibels, of the stream's frames before, in and behind <paramref name="samples"/>.</param>
    /// <param name="first">Which of them is the samples' first.</param>
    public static void Normalise(Span<float> samples, ReadOnlySpan<float> levels, int first)
    {
        for (var frame = 0; frame * Frame < samples.Length; frame++)
        {
            Raise(samples.Slice(frame * Frame, Frame), Common - Of(levels, first + frame - 1), Common - Of(levels, first + frame));
        }
    }

    /// <summary>Raises the parts of a window that are quiet beside its loudest; speech of ordinary liveliness stays as it is.</summary>
    /// <param name="samples">Whole frames; changed in place.</param>
    /// <param name="levels">Of each frame, in decibels.</param>
    public static void Even(Span<float> samples, ReadOnlySpan<float> levels)
    {
        var ordinary = TensorPrimitives.Max(levels) - Lively;
        for (var frame = 0; frame < levels.Length; frame++)
        {
            Raise(samples.Slice(frame * Frame, Frame), ordinary - Of(levels, Math.Max(0, frame - 1)), ordinary - Of(levels, frame));
        }
    }

    private static float Of(ReadOnlySpan<float> levels, int frame)
    {
        var (from, to) = (Math.Max(0, frame - Reach), Math.Min(levels.Length, frame + Reach + 1));
        return TensorPrimitives.Max(levels[from..Math.Max(from + 1, to)]);
    }

    /// <summary>By a gain in decibels that goes from one value to another; never lowers.</summary>
    private static void Raise(Span<float> samples, float from, float to)
    {
        if (from > 0 || to > 0)
        {
            var (first, last) = (Gain(from), Gain(to));
            for (var i = 0; i < samples.Length; i++)
            {
                samples[i] *= first + ((last - first) * i / samples.Length);
            }
        }
    }

    private static float Gain(float decibels) => MathF.Pow(10, Math.Clamp(decibels, 0, MostRaised) / 20);
}

/// <summary>How loud audio is, in decibels relative to full scale, from <see cref="Floor"/> to 0.</summary>
internal static class LevelEnvelope
{
    /// <summary>It keeps digital silence from outweighing every pause with a little noise in it.</summary>
    public const float Floor = -100;

    public static float Of(ReadOnlySpan<float> frame)
    {
        var power = frame.IsEmpty ? 0 : TensorPrimitives.SumOfSquares(frame) / frame.Length;
        return power > 0 ? Math.Clamp(10 * MathF.Log10(power), Floor, 0) : Floor;
    }
}
