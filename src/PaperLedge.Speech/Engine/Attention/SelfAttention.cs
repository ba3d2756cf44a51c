using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Speech.Engine.Attention;

/// <summary>The encoder's self-attention: softmax(q·kᵀ / √size)·v for each head, over all positions of a window.</summary>
/// <remarks>
/// Queries and keys are rounded to 13 bits and values to 10, each position with its own scale, and multiplied as integers. Scores never
/// leave the processor's cache: six positions are processed from their queries to their result. Owns its working memory; not for
/// concurrent use.
/// </remarks>
internal sealed class SelfAttention
{
    private const int Lanes = 8;

    // The sum of 128 products of a weight and a value takes 31 bits and a sign; such sums are added as floats.
    private const int LargestValue = 511;
    private const int PositionsAtOnce = 128;

    private readonly int _state;
    private readonly int _size;
    private readonly int _largestKey;
    private readonly short[] _queries;
    private readonly short[] _keys;
    private readonly short[] _values;
    private readonly short[] _weights;
    private readonly float[] _queryScales;
    private readonly float[] _keyScales;
    private readonly float[] _valueShares;
    private readonly int[] _products;
    private readonly int[] _sums = new int[IntegerTile.Rows * IntegerTile.Columns];
    private readonly float[] _divisors = new float[IntegerTile.Rows];
    private readonly float[] _results;

    /// <param name="state">Channels of all heads; each head has a multiple of 16.</param>
    /// <param name="positions">The largest number of positions of a call.</param>
    public SelfAttention(int state, int heads, int positions)
    {
        (_state, _size) = (state, state / heads);

        // The sum of as many products of a query and a key as a head has channels fits 32 bits: 13 bits each for 64 channels.
        _largestKey = Math.Min(short.MaxValue, (int)Math.Sqrt(int.MaxValue / _size));
        var columns = IntegerTile.Padded(positions, IntegerTile.Columns);
        _queries = new short[IntegerTile.Padded(positions, IntegerTile.Rows) * _size];
        (_keys, _values) = (new short[columns * _size], new short[columns * _size]);
        (_weights, _products) = (new short[IntegerTile.Rows * columns], new int[IntegerTile.Rows * columns]);
        (_queryScales, _keyScales, _valueShares) = (new float[_queries.Length / _size], new float[columns], new float[columns]);
        _results = new float[IntegerTile.Rows * _size];
    }

    /// <param name="query">Positions × state, like key, value and attended.</param>
    /// <param name="attended">Receives the head's part of the result.</param>
    public void Attend(int head, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> attended)
    {
        var positions = query.Length / _state;
        var channel = head * _size;
        PackQueries(query[channel..], positions);
        PackKeys(key[channel..], positions);
        var valueScale = PackValues(value[channel..], positions);
        for (var row = 0; row < positions; row += IntegerTile.Rows)
        {
            Weigh(row, positions);
            Gather(positions);
            for (var i = 0; i < Math.Min(IntegerTile.Rows, positions - row); i++)
            {
                var result = attended.Slice(((row + i) * _state) + channel, _size);
                TensorPrimitives.Multiply(_results.AsSpan(i * _size, _size), valueScale / _divisors[i], result);
            }
        }
    }

    private static int Padded(int positions) => IntegerTile.Padded(positions, IntegerTile.Columns);

    // Layout: position by position.
    private void PackQueries(ReadOnlySpan<float> query, int positions)
    {
        var scale = AttentionWeights.ScoreScale(_size);
        for (var position = 0; position < positions; position++)
        {
            _queryScales[position] = scale
                * Rounding.Round(query.Slice(position * _state, _size), _largestKey, _queries.AsSpan(position * _size, _size));
        }

        _queries.AsSpan(positions * _size).Clear();
    }

    // Layout: tiles of 16 positions; for each two channels, two values of each position.
    private void PackKeys(ReadOnlySpan<float> key, int positions)
    {
        Span<short> rounded = stackalloc short[_size];
        var from = MemoryMarshal.Cast<short, int>(rounded);
        var pairs = MemoryMarshal.Cast<short, int>(_keys.AsSpan());
        for (var position = 0; position < Padded(positions); position++)
        {
            rounded.Clear();
            _keyScales[position] = position < positions ? Rounding.Round(key.Slice(position * _state, _size), _largestKey, rounded) : 0;
            var (tile, place) = Math.DivRem(position, IntegerTile.Columns);
            var to = pairs[((tile * from.Length * IntegerTile.Columns) + place)..];
            for (var pair = 0; pair < from.Length; pair++)
            {
                to[pair * IntegerTile.Columns] = from[pair];
            }
        }
    }

    // Layout: blocks of 128 positions, strips of 16 channels; for each two positions, two values of each channel. Returns the largest
    // scale.
    private float PackValues(ReadOnlySpan<float> value, int positions)
    {
        Span<short> first = stackalloc short[_size], second = stackalloc short[_size];
        var padded = Padded(positions);
        for (var position = 0; position < padded; position += 2)
        {
            _valueShares[position] = RoundValue(value, position, positions, first);
            _valueShares[position + 1] = RoundValue(value, position + 1, positions, second);
            var block = position / PositionsAtOnce * PositionsAtOnce;
            var blockPositions = Math.Min(PositionsAtOnce, padded - block);
            for (var channel = 0; channel < _size; channel += Lanes)
            {
                var low = Vector256.WidenLower(Vector256.Create(Vector128.LoadUnsafe(ref first[channel]), default))
                    & Vector256.Create(0xffff);
                var high = Vector256.WidenLower(Vector256.Create(Vector128.LoadUnsafe(ref second[channel]), default)) << 16;
                var (strip, place) = Math.DivRem(channel, IntegerTile.Columns);
                var at = (block * _size) + (((strip * blockPositions) + (position - block)) * IntegerTile.Columns) + (2 * place);
                (low | high).AsInt16().StoreUnsafe(ref _values[at]);
            }
        }

        return AttentionWeights.Share(_valueShares.AsSpan(0, padded));
    }

    private float RoundValue(ReadOnlySpan<float> value, int position, int positions, Span<short> rounded)
    {
        if (position < positions)
        {
            return Rounding.Round(value.Slice(position * _state, _size), LargestValue, rounded);
        }

        rounded.Clear();
        return 0;
    }

    // Computes the weights of six positions.
    private void Weigh(int row, int positions)
    {
        var padded = Padded(positions);
        var queries = _queries.AsSpan(row * _size);
        for (var position = 0; position < padded; position += IntegerTile.Columns)
        {
            IntegerTile.Multiply<short>(queries, _size, _keys.AsSpan(position * _size), _size / 2, _products.AsSpan(position), padded);
        }

        for (var i = 0; i < IntegerTile.Rows; i++)
        {
            var products = _products.AsSpan(i * padded, padded);
            _divisors[i] = AttentionWeights.Weigh(
                products, _queryScales[row + i], _keyScales, _valueShares, positions, _weights.AsSpan(i * padded, padded));
        }
    }

    // Sums the values by the weights of the six positions.
    private void Gather(int positions)
    {
        var padded = Padded(positions);
        _results.AsSpan().Clear();
        for (var block = 0; block < padded; block += PositionsAtOnce)
        {
            var count = Math.Min(PositionsAtOnce, padded - block);
            for (var channel = 0; channel < _size; channel += IntegerTile.Columns)
            {
                var strip = _values.AsSpan((block * _size) + (channel * count));
                IntegerTile.Multiply<short>(_weights.AsSpan(block), padded, strip, count / 2, _sums, IntegerTile.Columns);
                for (var row = 0; row < IntegerTile.Rows; row++)
                {
                    ref var result = ref _results[(row * _size) + channel];
                    ref var sum = ref _sums[row * IntegerTile.Columns];
                    (Vector256.LoadUnsafe(ref result) + Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref sum))).StoreUnsafe(ref result);
                    (Vector256.LoadUnsafe(ref result, Lanes) + Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref sum, Lanes)))
                        .StoreUnsafe(ref result, Lanes);
                }
            }
        }
    }
}
