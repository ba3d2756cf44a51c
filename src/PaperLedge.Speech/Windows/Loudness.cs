using System.Numerics.Tensors;
using PaperLedge.Speech.Audio;
using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Speech.Windows;

/// <remarks>
/// Neither the detector nor the model hears a guest who was recorded 40 dB below the host. The loudness of a frame is the level of the
/// loudest frame within a second.
/// </remarks>
internal static class Loudness
{
    private const int Frame = SpeechDetector.FrameSamples;

    // Frames before and after a frame that are included in its loudness.
    public const int Reach = LogMelSpectrogram.SampleRate / Frame;

    // The level that the detector is given, in decibels: speech of a common recording.
    private const float Common = -20;

    // Ordinary speech is up to this many decibels below the loudest part.
    private const float Lively = 15;

    // The largest gain, in decibels: nothing fainter is taken for speech.
    private const float MostRaised = 45;

    /// <summary>Brings frames of a stream to a common loudness, for the detector.</summary>
    /// <param name="samples">Changed in place.</param>
    /// <param name="levels">In decibels, of the stream's frames before, in and after <paramref name="samples"/>.</param>
    /// <param name="first">Index in <paramref name="levels"/> of the samples' first frame.</param>
    public static void Normalise(Span<float> samples, ReadOnlySpan<float> levels, int first)
    {
        for (var frame = 0; frame * Frame < samples.Length; frame++)
        {
            Raise(samples.Slice(frame * Frame, Frame), Common - Of(levels, first + frame - 1), Common - Of(levels, first + frame));
        }
    }

    /// <summary>Raises the parts of a window that are quiet beside its loudest part; ordinary speech stays as it is.</summary>
    /// <param name="samples">Whole frames; changed in place.</param>
    public static void Even(Span<float> samples)
    {
        var levels = new float[samples.Length / Frame];
        for (var frame = 0; frame < levels.Length; frame++)
        {
            levels[frame] = LevelEnvelope.Of(samples.Slice(frame * Frame, Frame));
        }

        var ordinary = TensorPrimitives.Max<float>(levels) - Lively;
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

    // The gain, in decibels, moves from one value to the other; it never lowers the level.
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

/// <summary>Level of audio in decibels relative to full scale, from <see cref="Floor"/> to 0.</summary>
internal static class LevelEnvelope
{
    // Keeps digital silence from outweighing every pause with a little noise in it.
    public const float Floor = -100;

    public static float Of(ReadOnlySpan<float> frame)
    {
        var power = frame.IsEmpty ? 0 : Sums.OfSquares(frame) / frame.Length;
        return power > 0 ? Math.Clamp(10 * MathF.Log10(power), Floor, 0) : Floor;
    }
}
