using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PaperLedge.Speech.Engine.Arithmetic;

/// <summary>Weight matrix of 8-bit or 12-bit integers with a scale for each output. Immutable once every output is set.</summary>
/// <remarks>
/// 12 bits keep the model's own precision. The weights are stored only in the layout that <see cref="IntegerTile"/> reads.
/// </remarks>
internal sealed class IntegerMatrix
{
    private const int LargestNarrow = 127;
    private const int LargestWide = 2047;
    private const int Lanes = 8;

    // Up to this many rows are faster one by one than six at a time.
    private const int FewRows = 3;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    public void CopyOutput(int output, Span<float> weights)
    {
        for (var input = 0; input < weights.Length; input++)
        {
            var place = Place(output, input);
            weights[input] = _scales[output] * (_narrow is null ? _wide![place] : _narrow[place]);
        }
    }

    /// <summary>Computes result = left · weightsᵀ + bias.</summary>
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply<T>(RoundedRows left, ReadOnlySpan<T> weights, ReadOnlySpan<float> bias, Span<float> result)
        where T : unmanaged
    {
        // The number of products whose sum fits 32 bits; further products are added as floats.
        var atOnce = int.MaxValue / (RoundedRows.Largest * LargestWeight) / 2 * 2;
        var values = left.Values;
        var output = 0;
        if (left.Rows <= FewRows)
        {
            output = MultiplyRows(left, weights, bias, result, atOnce);
        }

        Span<int> sums = stackalloc int[IntegerTile.Rows * IntegerTile.Columns];
        for (; output < Outputs; output += IntegerTile.Columns)
        {
            var tile = weights.Slice(output * Inputs, IntegerTile.Columns * Inputs);
            for (var row = 0; row < left.Rows; row += IntegerTile.Rows)
            {
                for (var input = 0; input < Inputs; input += atOnce)
                {
                    var count = Math.Min(atOnce, Inputs - input);
                    IntegerTile.Multiply(
                        values[((row * Inputs) + input)..],
                        Inputs,
                        tile[(input * IntegerTile.Columns)..],
                        count / 2,
                        sums,
                        IntegerTile.Columns);
                    for (var i = 0; i < Math.Min(IntegerTile.Rows, left.Rows - row); i++)
                    {
                        var own = result.Slice((row + i) * Outputs, Outputs);
                        Scale(
                            sums.Slice(i * IntegerTile.Columns, IntegerTile.Columns),
                            left.Scale(row + i),
                            output,
                            input == 0 ? bias : own,
                            own);
                    }
                }
            }
        }
    }

    // Multiplies row by row, four tiles at a time: six rows at a time would mostly be rows of zeros. Returns the first output left over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int MultiplyRows<T>(RoundedRows left, ReadOnlySpan<T> weights, ReadOnlySpan<float> bias, Span<float> result, int atOnce)
        where T : unmanaged
    {
        const int AtOnce = IntegerTile.TilesOfRow * IntegerTile.Columns;
        Span<int> sums = stackalloc int[AtOnce];
        var output = 0;
        for (; output + AtOnce <= Outputs; output += AtOnce)
        {
            var tiles = weights.Slice(output * Inputs, AtOnce * Inputs);
            for (var row = 0; row < left.Rows; row++)
            {
                for (var input = 0; input < Inputs; input += atOnce)
                {
                    var count = Math.Min(atOnce, Inputs - input);
                    sums.Clear();
                    IntegerTile.MultiplyRow(
                        left.Values.Slice((row * Inputs) + input, count),
                        tiles[(input * IntegerTile.Columns)..],
                        IntegerTile.Columns * Inputs,
                        count / 2,
                        sums);
                    var own = result.Slice(row * Outputs, Outputs);
                    Scale(sums, left.Scale(row), output, input == 0 ? bias : own, own);
                }
            }
        }

        return output;
    }

    // Converts a row's sums for some outputs to floats. before is added to them: the bias, or the row's result so far; empty for none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scale(ReadOnlySpan<int> sums, float scale, int output, ReadOnlySpan<float> before, Span<float> row)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var columns = Math.Min(sums.Length, Outputs - output);
        var to = row.Slice(output, columns);
        var from = before.IsEmpty ? default : before.Slice(output, columns);
        var column = 0;
        for (; column + Lanes <= columns; column += Lanes)
        {
            var product = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref sum, (nuint)column))
                * (Vector256.LoadUnsafe(ref _scales[output + column]) * scale);
            (from.IsEmpty ? product : product + Vector256.Create(from[column..])).CopyTo(to[column..]);
        }

        for (; column < columns; column++)
        {
            to[column] = (sums[column] * (_scales[output + column] * scale)) + (from.IsEmpty ? 0 : from[column]);
        }
    }

    // Index of a weight: tile by tile, and in each tile for every two inputs two values of each output.
    private int Place(int output, int input)
    {
        var (tile, column) = Math.DivRem(output, IntegerTile.Columns);
        return (tile * IntegerTile.Columns * Inputs) + ((input / 2 * IntegerTile.Columns) + column) * 2 + (input % 2);
    }
}
