using System.Runtime.CompilerServices;
using PaperLedge.Whisper.Arithmetic;

namespace PaperLedge.Whisper.Models;

/// <summary>A projection: x · weightsᵀ + bias.</summary>
/// <param name="Bias">Empty where there is none.</param>
internal sealed record LinearWeights(IntegerMatrix Weights, float[] Bias)
{
    public int Outputs => Weights.Outputs;

    /// <summary>
    /// A convolution as a projection: a row has a position's channels, then those of the next. Weights take 12 bits.
    /// </summary>
    /// <param name="weights">Outputs × channels × <paramref name="reach"/>.</param>
    /// <param name="bias">One for each output.</param>
    /// <param name="reach">Positions that it reads at a time.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static LinearWeights OfConvolution(ReadOnlySpan<float> weights, float[] bias, int reach)
    {
        var inputs = weights.Length / bias.Length;
        var matrix = new IntegerMatrix(bias.Length, IntegerTile.Padded(inputs, IntegerTile.Columns), isEightBit: false);
        var turned = new float[matrix.Inputs];
        for (var output = 0; output < bias.Length; output++)
        {
            for (var i = 0; i < inputs; i++)
            {
                var (channel, position) = Math.DivRem(i, reach);
                turned[(position * (inputs / reach)) + channel] = weights[(output * inputs) + i];
            }

            matrix.SetOutput(output, turned);
        }

        return new(matrix, bias);
    }

    public void Apply(RoundedRows rows, Span<float> result) => Weights.Multiply(rows, Bias, result);
}
