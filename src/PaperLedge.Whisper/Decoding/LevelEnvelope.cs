using System.Numerics.Tensors;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Whisper.Decoding;

/// <summary>How loud audio is, in frames of 10 ms: decibels relative to full scale, from <see cref="Floor"/> to 0.</summary>
internal static class LevelEnvelope
{
    public const int FrameSamples = LogMelSpectrogram.Hop;
    public const int FramesPerSecond = LogMelSpectrogram.SampleRate / FrameSamples;

    /// <summary>Nothing is heard below this; it keeps digital silence from outweighing every pause with a little noise in it.</summary>
    public const float Floor = -80;

    /// <summary>
    /// A frame below this holds no speech: speech of a normal recording lies 30 to 40 dB above it. Louder noise is left to
    /// the model's own no-speech probability.
    /// </summary>
    public const float Silence = -60;

    public static float Of(ReadOnlySpan<float> frame)
    {
        var power = frame.IsEmpty ? 0 : TensorPrimitives.SumOfSquares(frame) / frame.Length;
        return power > 0 ? Math.Max(Floor, 10 * MathF.Log10(power)) : Floor;
    }

    /// <summary>The first sample of a frame that is not silent which is as loud as <see cref="Silence"/>.</summary>
    public static int FirstHeard(ReadOnlySpan<float> frame)
    {
        var amplitude = MathF.Pow(10, Silence / 20);
        for (var i = 0; i < frame.Length; i++)
        {
            if (Math.Abs(frame[i]) > amplitude)
            {
                return i;
            }
        }

        return 0;
    }

    /// <summary>Seconds of frames that are not silent.</summary>
    public static double AudibleSeconds(ReadOnlySpan<float> samples)
    {
        var frames = 0;
        for (var at = 0; at + FrameSamples <= samples.Length; at += FrameSamples)
        {
            frames += Of(samples.Slice(at, FrameSamples)) > Silence ? 1 : 0;
        }

        return (double)frames / FramesPerSecond;
    }
}
