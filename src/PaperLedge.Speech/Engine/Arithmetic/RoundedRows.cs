using System.Runtime.CompilerServices;

namespace PaperLedge.Speech.Engine.Arithmetic;

/// <summary>Rows of activations as integers of 14 bits, each row with a scale. Its memory is reused. Not for concurrent use.</summary>
internal sealed class RoundedRows
{
    public const int Largest = 8191;

    private short[] _values = [];
    private float[] _scales = [];

    public int Rows { get; private set; }

    // Number of values in a row.
    public int Width { get; private set; }

    // Rows of zeros pad the last group of six.
    public ReadOnlySpan<short> Values => _values.AsSpan(0, IntegerTile.Padded(Rows, IntegerTile.Rows) * Width);

    public float Scale(int row) => _scales[row];

    /// <param name="values">Rows × width.</param>
    /// <param name="width">A multiple of 16.</param>
    public RoundedRows Take(ReadOnlySpan<float> values, int width) => Take(values, values.Length / width, width, width);

    /// <param name="step">Values from the start of a row to that of the next; rows may overlap.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public RoundedRows Take(ReadOnlySpan<float> values, int rows, int width, int step)
    {
        (Rows, Width) = (rows, width);
        var padded = IntegerTile.Padded(Rows, IntegerTile.Rows);
        if (_values.Length < padded * width || _scales.Length < padded)
        {
            (_values, _scales) = (new short[padded * width], new float[padded]);
        }

        for (var row = 0; row < Rows; row++)
        {
            _scales[row] = Rounding.Round(values.Slice(row * step, width), Largest, _values.AsSpan(row * width, width));
        }

        _values.AsSpan(Rows * width, (padded - Rows) * width).Clear();
        return this;
    }
}
