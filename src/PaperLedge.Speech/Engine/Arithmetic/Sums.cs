using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PaperLedge.Speech.Engine.Arithmetic;

/// <summary>Sums that are the same to the bit wherever the numbers are in memory.</summary>
/// <remarks>TensorPrimitives adds in an order that depends on the address, so that two runs could differ in a word.</remarks>
internal static class Sums
{
    private const int Lanes = 8;
    private const int Step = 4 * Lanes;

    public static float Of(ReadOnlySpan<float> values) => Sum(values, new Identity());

    public static float OfSquares(ReadOnlySpan<float> values) => Sum(values, new Square());

    // Four sums side by side, since each addition takes four cycles.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum<TOperation>(ReadOnlySpan<float> values, TOperation operation)
        where TOperation : struct, IOperation
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var (one, two) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (three, four) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var place = 0;
        for (; place <= values.Length - Step; place += Step)
        {
            one += operation.Of(Vector256.LoadUnsafe(ref first, (nuint)place));
            two += operation.Of(Vector256.LoadUnsafe(ref first, (nuint)(place + Lanes)));
            three += operation.Of(Vector256.LoadUnsafe(ref first, (nuint)(place + (2 * Lanes))));
            four += operation.Of(Vector256.LoadUnsafe(ref first, (nuint)(place + (3 * Lanes))));
        }

        var sum = Vector256.Sum((one + two) + (three + four));
        for (; place < values.Length; place++)
        {
            sum += operation.Of(values[place]);
        }

        return sum;
    }

    private interface IOperation
    {
        Vector256<float> Of(Vector256<float> values);

        float Of(float value);
    }

    private readonly struct Identity : IOperation
    {
        public Vector256<float> Of(Vector256<float> values) => values;

        public float Of(float value) => value;
    }

    private readonly struct Square : IOperation
    {
        public Vector256<float> Of(Vector256<float> values) => values * values;

        public float Of(float value) => value * value;
    }
}
