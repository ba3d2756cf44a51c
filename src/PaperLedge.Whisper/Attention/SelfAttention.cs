using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PaperLedge.Whisper.Attention;

/// <summary>
/// The encoder's attention, of every position of a window to every other: softmax(q·kᵀ / √size)·v for each head. Queries, keys
/// and weights are rounded to 13 bits and values to 12, each with a scale of its own, and multiplied as integers. Scores never
/// leave the cache: six positions are worked on from their queries to their result. Owns its working memory; not for
/// concurrent use.
/// </summary>
internal sealed class SelfAttention
{
    private const int Lanes = 8;

    /// <summary>64 products of a query and a key make 30 bits and a sign.</summary>
    private const int LargestKey = 4095;

    /// <summary>128 products of a weight and a value make 31 bits and a sign; then they are added as floats.</summary>
    private const int LargestWeight = 8191;
    private const int LargestValue = 2047;
    private const int PositionsAtOnce = 128;

    private readonly int _state;
    private readonly int _heads;
    private readonly int _size;
    private readonly short[] _queries;
    private readonly short[] _keys;
    private readonly short[] _values;
    private readonly short[] _weights;
    private readonly float[] _queryScales;
    private readonly float[] _keyScales;
    private readonly float[] _valueScales;
    private readonly float[] _scores;
    private readonly int[] _sums;
    private readonly float[] _results;

    /// <param name="state">Channels of all heads.</param>
    /// <param name="positions">The most that a call has.</param>
    public SelfAttention(int state, int heads, int positions)
    {
        (_state, _heads, _size) = (state, heads, state / heads);
        ArgumentOutOfRangeException.ThrowIfNotEqual(_size % IntegerTile.Columns, 0, nameof(state));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)_size * LargestKey * LargestKey, int.MaxValue, nameof(state));
        var columns = Padded(positions, IntegerTile.Columns);
        _queries = new short[Padded(positions, IntegerTile.Rows) * _size];
        (_keys, _values) = (new short[columns * _size], new short[columns * _size]);
        _weights = new short[IntegerTile.Rows * columns];
        (_queryScales, _keyScales, _valueScales) = (new float[_queries.Length / _size], new float[columns], new float[_size]);
        _scores = new float[IntegerTile.Rows * columns];
        (_sums, _results) = (new int[IntegerTile.Rows * IntegerTile.Columns], new float[IntegerTile.Rows * _size]);
    }

    /// <param name="query">Positions × state, like all others.</param>
    /// <param name="attended">Takes the result.</param>
    public void Attend(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> attended)
    {
        var positions = query.Length / _state;
        for (var head = 0; head < _heads; head++)
        {
            var channel = head * _size;
            PackQueries(query[channel..], positions);
            PackKeys(key[channel..], positions);
            PackValues(value[channel..], positions);
            for (var row = 0; row < positions; row += IntegerTile.Rows)
            {
                Score(row, positions);
                Gather(positions);
                for (var i = 0; i < Math.Min(IntegerTile.Rows, positions - row); i++)
                {
                    _results.AsSpan(i * _size, _size).CopyTo(attended.Slice(((row + i) * _state) + channel, _size));
                }
            }
        }
    }

    private static int Padded(int count, int multiple) => (count + multiple - 1) / multiple * multiple;

    /// <summary>Position by position. Scores are powers of two, which are quicker than powers of e.</summary>
    private void PackQueries(ReadOnlySpan<float> query, int positions)
    {
        var scale = 1 / (MathF.Sqrt(_size) * MathF.Log(2));
        for (var position = 0; position < positions; position++)
        {
            _queryScales[position] = scale * Round(query.Slice(position * _state, _size), LargestKey, _queries.AsSpan(position * _size, _size));
        }

        _queries.AsSpan(positions * _size).Clear();
    }

    /// <summary>In tiles of 16 positions: for each two channels, two values of each position.</summary>
    private void PackKeys(ReadOnlySpan<float> key, int positions)
    {
        Span<short> rounded = stackalloc short[_size];
        var pairs = MemoryMarshal.Cast<short, int>(_keys.AsSpan());
        var padded = Padded(positions, IntegerTile.Columns);
        for (var position = 0; position < padded; position++)
        {
            rounded.Clear();
            _keyScales[position] = position < positions ? Round(key.Slice(position * _state, _size), LargestKey, rounded) : 0;
            var from = MemoryMarshal.Cast<short, int>(rounded);
            var (tile, place) = Math.DivRem(position, IntegerTile.Columns);
            var to = pairs[((tile * from.Length * IntegerTile.Columns) + place)..];
            for (var pair = 0; pair < from.Length; pair++)
            {
                to[pair * IntegerTile.Columns] = from[pair];
            }
        }
    }

    /// <summary>In blocks of 128 positions, strips of 16 channels: for each two positions, two values of each channel.</summary>
    private void PackValues(ReadOnlySpan<float> value, int positions)
    {
        _valueScales.AsSpan().Clear();
        for (var position = 0; position < positions; position++)
        {
            TensorPrimitives.MaxMagnitude(_valueScales, value.Slice(position * _state, _size), _valueScales);
        }

        TensorPrimitives.Abs(_valueScales, _valueScales);
        TensorPrimitives.Divide(_valueScales, LargestValue, _valueScales);

        var padded = Padded(positions, IntegerTile.Columns);
        for (var position = 0; position < padded; position += 2)
        {
            var block = position / PositionsAtOnce * PositionsAtOnce;
            var blockPositions = Math.Min(PositionsAtOnce, padded - block);
            for (var channel = 0; channel < _size; channel += Lanes)
            {
                var scales = Vector256.LoadUnsafe(ref _valueScales[channel]);
                var inverse = Vector256.ConditionalSelect(Vector256.Equals(scales, Vector256<float>.Zero), scales, Vector256<float>.One / scales);
                var first = Rounded(value, (position * _state) + channel, position < positions, inverse);
                var second = Rounded(value, ((position + 1) * _state) + channel, position + 1 < positions, inverse);
                var pair = (first & Vector256.Create(0xffff)) | (second << 16);
                var (strip, place) = Math.DivRem(channel, IntegerTile.Columns);
                var at = (block * _size) + (((strip * blockPositions) + (position - block)) * IntegerTile.Columns) + (2 * place);
                pair.AsInt16().StoreUnsafe(ref _values[at]);
            }
        }
    }

    private static Vector256<int> Rounded(ReadOnlySpan<float> values, int at, bool exists, Vector256<float> inverse) => exists
        ? Nearest(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at) * inverse)
        : Vector256<int>.Zero;

    /// <returns>The scale that the integers must be multiplied with.</returns>
    private static float Round(ReadOnlySpan<float> values, int largest, Span<short> rounded)
    {
        var magnitude = MathF.Abs(TensorPrimitives.MaxMagnitude(values));
        if (magnitude == 0)
        {
            rounded.Clear();
            return 0;
        }

        ref var from = ref MemoryMarshal.GetReference(values);
        var inverse = Vector256.Create(largest / magnitude);
        for (var i = 0; i < values.Length; i += 2 * Lanes)
        {
            var low = Nearest(Vector256.LoadUnsafe(ref from, (nuint)i) * inverse);
            var high = Nearest(Vector256.LoadUnsafe(ref from, (nuint)(i + Lanes)) * inverse);
            Vector256.NarrowWithSaturation(low, high).StoreUnsafe(ref rounded[i]);
        }

        return magnitude / largest;
    }

    /// <summary>Turns six positions' scores into weights of at most <see cref="LargestWeight"/> each.</summary>
    private void Score(int row, int positions)
    {
        var padded = Padded(positions, IntegerTile.Columns);
        var queries = _queries.AsSpan(row * _size);
        var scores = MemoryMarshal.Cast<float, int>(_scores.AsSpan(0, IntegerTile.Rows * padded));
        for (var position = 0; position < padded; position += IntegerTile.Columns)
        {
            IntegerTile.Multiply(queries, _size, _keys.AsSpan(position * _size), _size / 2, scores[position..], padded);
        }

        for (var i = 0; i < IntegerTile.Rows; i++)
        {
            Weigh(scores.Slice(i * padded, padded), _queryScales[row + i], positions, _weights.AsSpan(i * padded, padded));
        }
    }

    /// <param name="products">Are overwritten by the scores.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weigh(Span<int> products, float queryScale, int positions, Span<short> weights)
    {
        ref var product = ref MemoryMarshal.GetReference(products);
        ref var score = ref Unsafe.As<int, float>(ref product);
        ref var keyScale = ref MemoryMarshal.GetReference(_keyScales.AsSpan());
        ref var weight = ref MemoryMarshal.GetReference(weights);
        var query = Vector256.Create(queryScale);
        var most = Vector256.Create(float.NegativeInfinity);
        var last = Vector256.Create(positions);
        for (var i = 0; i < products.Length; i += Lanes)
        {
            var scores = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref product, (nuint)i)) * (Vector256.LoadUnsafe(ref keyScale, (nuint)i) * query);
            if (i + Lanes > positions)
            {
                // There is nothing at the positions that fill the last tile.
                var exists = Vector256.LessThan(Vector256<int>.Indices + Vector256.Create(i), last).AsSingle();
                scores = Vector256.ConditionalSelect(exists, scores, Vector256.Create(float.NegativeInfinity));
            }

            most = Vector256.MaxNative(most, scores);
            scores.StoreUnsafe(ref score, (nuint)i);
        }

        var largest = most[0];
        for (var lane = 1; lane < Lanes; lane++)
        {
            largest = MathF.Max(largest, most[lane]);
        }

        var top = Vector256.Create(largest);
        for (var i = 0; i < products.Length; i += 2 * Lanes)
        {
            var low = PowerOfTwo(Vector256.LoadUnsafe(ref score, (nuint)i) - top);
            var high = PowerOfTwo(Vector256.LoadUnsafe(ref score, (nuint)(i + Lanes)) - top);
            Vector256.NarrowWithSaturation(low, high).StoreUnsafe(ref weight, (nuint)i);
        }
    }

    /// <summary>
    /// 2^x · <see cref="LargestWeight"/> for x ≤ 0, to the nearest integer. The power series of 2^x, broken off after five terms, is off
    /// by 2.4·10⁻⁶ at most: a twentieth of what rounding is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> PowerOfTwo(Vector256<float> x)
    {
        // Added to a number, it leaves the nearest integer in the number's last bits.
        var integers = Vector256.Create(1.5f * (1 << 23));
        x = Vector256.MaxNative(x, Vector256.Create(-30f));
        var whole = x + integers;
        var part = x - (whole - integers);
        var power = Vector256.Create(0.0013333558f * LargestWeight);
        power = Vector256.MultiplyAddEstimate(power, part, Vector256.Create(0.0096181291f * LargestWeight));
        power = Vector256.MultiplyAddEstimate(power, part, Vector256.Create(0.0555041087f * LargestWeight));
        power = Vector256.MultiplyAddEstimate(power, part, Vector256.Create(0.2402265070f * LargestWeight));
        power = Vector256.MultiplyAddEstimate(power, part, Vector256.Create(0.6931471806f * LargestWeight));
        power = Vector256.MultiplyAddEstimate(power, part, Vector256.Create((float)LargestWeight));
        return Nearest((power.AsInt32() + (whole.AsInt32() << 23)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Nearest(Vector256<float> values) =>
        Avx.IsSupported ? Avx.ConvertToVector256Int32(values) : Vector256.ConvertToInt32(Vector256.Round(values));

    /// <summary>Adds up the values by their weights, and divides by the weights' sum.</summary>
    private void Gather(int positions)
    {
        var padded = Padded(positions, IntegerTile.Columns);
        _results.AsSpan().Clear();
        for (var block = 0; block < padded; block += PositionsAtOnce)
        {
            var count = Math.Min(PositionsAtOnce, padded - block);
            for (var channel = 0; channel < _size; channel += IntegerTile.Columns)
            {
                var strip = _values.AsSpan((block * _size) + (channel * count));
                IntegerTile.Multiply(_weights.AsSpan(block), padded, strip, count / 2, _sums, IntegerTile.Columns);
                for (var row = 0; row < IntegerTile.Rows; row++)
                {
                    ref var result = ref _results[(row * _size) + channel];
                    ref var sum = ref _sums[row * IntegerTile.Columns];
                    (Vector256.LoadUnsafe(ref result) + Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref sum))).StoreUnsafe(ref result);
                    (Vector256.LoadUnsafe(ref result, Lanes) + Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref sum, Lanes))).StoreUnsafe(ref result, Lanes);
                }
            }
        }

        for (var row = 0; row < IntegerTile.Rows; row++)
        {
            var results = _results.AsSpan(row * _size, _size);
            TensorPrimitives.Multiply(results, _valueScales, results);
            TensorPrimitives.Divide(results, Sum(_weights.AsSpan(row * padded, padded)), results);
        }
    }

    private static float Sum(ReadOnlySpan<short> weights)
    {
        ref var from = ref MemoryMarshal.GetReference(weights);
        var sum = Vector256<int>.Zero;
        for (var i = 0; i < weights.Length; i += 2 * Lanes)
        {
            // No weight is negative, so the two halves of 32 bits are the weights themselves.
            var pairs = Vector256.LoadUnsafe(ref from, (nuint)i).AsInt32();
            sum += (pairs & Vector256.Create(0xffff)) + (pairs >> 16);
        }

        return Vector256.Sum(sum);
    }
}
