using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PaperLedge.Whisper.Arithmetic;

/// <summary>
/// Weights as integers of 8 bits, or of 12 where the model's own precision is to be kept, with a scale for each output. They lie
/// as <see cref="IntegerTile"/> reads them, and nowhere else. Immutable once every output is set.
/// </summary>
internal sealed class IntegerMatrix
{
    private const int LargestNarrow = 127;
    private const int LargestWide = 2047;
    private const int Lanes = 8;

    private readonly sbyte[]? _narrow;
    private readonly short[]? _wide;
    private readonly float[] _scales;

    /// <param name="inputs">A multiple of 16.</param>
    public IntegerMatrix(int outputs, int inputs, bool isEightBit)
    {
        (Outputs, Inputs) = (outputs, inputs);
        var columns = IntegerTile.Padded(outputs, IntegerTile.Columns);
        _scales = new float[columns];
        if (isEightBit)
        {
            _narrow = new sbyte[columns * inputs];
        }
        else
        {
            _wide = new short[columns * inputs];
        }
    }

    public int Outputs { get; }

    public int Inputs { get; }

    private int LargestWeight => _narrow is null ? LargestWide : LargestNarrow;

    /// <param name="weights">One for each input.</param>
    public void SetOutput(int output, ReadOnlySpan<float> weights)
    {
        Span<short> rounded = weights.Length <= 4096 ? stackalloc short[weights.Length] : new short[weights.Length];
        _scales[output] = Rounding.Round(weights, LargestWeight, rounded);
        var place = Place(output, 0);
        for (var input = 0; input < rounded.Length; input += 2, place += 2 * IntegerTile.Columns)
        {
            if (_narrow is null)
            {
                (_wide![place], _wide[place + 1]) = (rounded[input], rounded[input + 1]);
            }
            else
            {
                (_narrow[place], _narrow[place + 1]) = ((sbyte)rounded[input], (sbyte)rounded[input + 1]);
            }
        }
    }

    /// <summary>The weights of one output.</summary>
    public void CopyOutput(int output, Span<float> weights)
    {
        for (var input = 0; input < weights.Length; input++)
        {
            var place = Place(output, input);
            weights[input] = _scales[output] * (_narrow is null ? _wide![place] : _narrow[place]);
        }
    }

    /// <summary>result = left · weightsᵀ + bias.</summary>
    /// <param name="bias">One for each output; empty for none.</param>
    /// <param name="result">Rows × outputs.</param>
    public void Multiply(RoundedRows left, ReadOnlySpan<float> bias, Span<float> result)
    {
        if (_narrow is not null)
        {
            Multiply<sbyte>(left, _narrow, bias, result);
        }
        else
        {
            Multiply<short>(left, _wide, bias, result);
        }
    }

    private void Multiply<T>(RoundedRows left, ReadOnlySpan<T> weights, ReadOnlySpan<float> bias, Span<float> result)
        where T : unmanaged
    {
        // As many products as 32 bits hold the sum of; what is beyond is added in floats.
        var atOnce = int.MaxValue / (RoundedRows.Largest * LargestWeight) / 2 * 2;
        var values = left.Values;
        Span<int> sums = stackalloc int[IntegerTile.Rows * IntegerTile.Columns];
        for (var output = 0; output < Outputs; output += IntegerTile.Columns)
        {
            var tile = weights.Slice(output * Inputs, IntegerTile.Columns * Inputs);
            for (var row = 0; row < left.Rows; row += IntegerTile.Rows)
            {
                for (var input = 0; input < Inputs; input += atOnce)
                {
                    var count = Math.Min(atOnce, Inputs - input);
                    IntegerTile.Multiply(values[((row * Inputs) + input)..], Inputs, tile[(input * IntegerTile.Columns)..], count / 2, sums, IntegerTile.Columns);
                    Scale(sums, left, row, output, input == 0 ? bias : result, input == 0, result);
                }
            }
        }
    }

    /// <param name="before">What the products are added to: the bias, or the result so far.</param>
    private void Scale(ReadOnlySpan<int> sums, RoundedRows left, int firstRow, int output, ReadOnlySpan<float> before, bool isBias, Span<float> result)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var columns = Math.Min(IntegerTile.Columns, Outputs - output);
        for (var row = 0; row < Math.Min(IntegerTile.Rows, left.Rows - firstRow); row++)
        {
            var scale = left.Scale(firstRow + row);
            var to = result.Slice(((firstRow + row) * Outputs) + output, columns);
            var from = before.IsEmpty ? default : isBias ? before.Slice(output, columns) : to;
            var column = 0;
            for (; column + Lanes <= columns; column += Lanes)
            {
                var product = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref sum, (nuint)((row * IntegerTile.Columns) + column)))
                    * (Vector256.LoadUnsafe(ref _scales[output + column]) * scale);
                (from.IsEmpty ? product : product + Vector256.Create(from[column..])).CopyTo(to[column..]);
            }

            for (; column < columns; column++)
            {
                to[column] = (sums[(row * IntegerTile.Columns) + column] * (_scales[output + column] * scale)) + (from.IsEmpty ? 0 : from[column]);
            }
        }
    }

    /// <summary>Where the weight lies among all: tile by tile, in each for every two inputs two values of each output.</summary>
    private int Place(int output, int input)
    {
        var (tile, column) = Math.DivRem(output, IntegerTile.Columns);
        return (tile * IntegerTile.Columns * Inputs) + ((input / 2 * IntegerTile.Columns) + column) * 2 + (input % 2);
    }
}
