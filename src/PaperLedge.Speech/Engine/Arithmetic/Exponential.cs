using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PaperLedge.Speech.Engine.Arithmetic;

internal static class Exponential
{
    // Beyond it, 2^x is treated as almost zero or almost infinite.
    private const float Reach = 30;

    private static readonly float s_log2E = 1 / MathF.Log(2);

    /// <summary>Computes factor · 2^x, for x from -30 to 30, with a relative error of 2.4·10⁻⁶ at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PowerOfTwo(Vector256<float> x, float factor)
    {
        // Adding it to a number leaves the nearest integer in the number's last bits.
        var integers = Vector256.Create(1.5f * (1 << 23));
        x = Vector256.MinNative(Vector256.MaxNative(x, Vector256.Create(-Reach)), Vector256.Create(Reach));
        var whole = x + integers;
        var part = x - (whole - integers);
        // The power series of 2^x, cut after five terms.
        var power = Vector256.Create(0.0013333558f * factor);
        power = Vector256.MultiplyAddEstimate(power, part, Vector256.Create(0.0096181291f * factor));
        power = Vector256.MultiplyAddEstimate(power, part, Vector256.Create(0.0555041087f * factor));
        power = Vector256.MultiplyAddEstimate(power, part, Vector256.Create(0.2402265070f * factor));
        power = Vector256.MultiplyAddEstimate(power, part, Vector256.Create(0.6931471806f * factor));
        power = Vector256.MultiplyAddEstimate(power, part, Vector256.Create(factor));
        return (power.AsInt32() + (whole.AsInt32() << 23)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x) => PowerOfTwo(x * s_log2E, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x) => Vector256<float>.One / (Vector256<float>.One + Exp(-x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x) => (2 * Sigmoid(2 * x)) - Vector256<float>.One;
}
