using System.Numerics.Tensors;

namespace PaperLedge.Whisper.Windows;

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
