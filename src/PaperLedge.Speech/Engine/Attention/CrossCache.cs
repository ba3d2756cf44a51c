using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PaperLedge.Speech.Engine.Arithmetic;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Engine.Attention;

/// <summary>Cross-attention cache of an encoded window: keys and values of each layer, in 8 bits. Not for concurrent use.</summary>
/// <remarks>
/// There is a scale for each head and position. A step of the decoder mostly reads this cache, a quarter of the size in single precision.
/// Its memory is reused for the next window. Keys are stored in tiles of 16 positions, for each two channels two values of each position;
/// values in strips of 16 channels, for each two positions two values of each channel.
/// </remarks>
internal sealed class CrossCache(WhisperDimensions dimensions)
{
    private const int LargestByte = 127;

    // Positions that are scored at a time, and channels that are summed at a time.
    private const int AtOnce = IntegerTile.TilesOfRow * IntegerTile.Columns;

    // The sum of 512 products of a weight and a value takes 31 bits and a sign; such sums are added as floats.
    private const int PositionsAtOnce = 512;

    // A token attends to few moments: the values of this many positions are not read if all their weights are 0.
    private const int PositionsSkipped = 32;

    private readonly int _state = dimensions.TextState;
    private readonly int _heads = dimensions.TextHeads;
    private readonly int _size = dimensions.TextState / dimensions.TextHeads;
    private readonly int _valueSize = IntegerTile.Padded(dimensions.TextState / dimensions.TextHeads, AtOnce);
    private readonly Layer[] _layers = [.. Enumerable.Range(0, dimensions.TextLayers).Select(_ => new Layer())];
    private readonly short[] _query = new short[dimensions.TextState / dimensions.TextHeads];
    private readonly int[] _sums = new int[AtOnce];
    private int[] _products = [];
    private short[] _weights = [];
    private float[] _scores = [];
    private int _padded;

    /// <summary>Number of encoder positions of the cached window, 20 ms each.</summary>
    public int Positions { get; private set; }

    // The product of such a query and a key of a head with _size channels fits 32 bits.
    private int LargestQuery => Math.Min(short.MaxValue, int.MaxValue / (LargestByte * _size));

    /// <summary>Makes room for another window, of which <see cref="Fill"/> then stores every head of every layer.</summary>
    public void Begin(int positions)
    {
        Positions = positions;
        _padded = IntegerTile.Padded(positions, AtOnce);
        if (_weights.Length < _padded)
        {
            (_weights, _products, _scores) = (new short[_padded], new int[_padded], new float[_padded]);
        }

        foreach (var layer in _layers)
        {
            layer.Reserve(_padded * _heads * _size, _padded * _heads * _valueSize, _padded * _heads, _heads);
        }
    }

    /// <summary>Stores one head of a layer; heads may be stored concurrently.</summary>
    /// <param name="keys">Positions × state, as the encoder produces them.</param>
    /// <param name="values">Positions × state, as the encoder produces them.</param>
    public void Fill(int layer, int head, ReadOnlySpan<float> keys, ReadOnlySpan<float> values)
    {
        var room = _layers[layer];
        PackKeys(
            keys[(head * _size)..],
            room.Keys.AsSpan(head * _padded * _size, _padded * _size),
            room.KeyScales.AsSpan(head * _padded, _padded));
        var shares = room.ValueShares.AsSpan(head * _padded, _padded);
        PackValues(values[(head * _size)..], room.Values.AsSpan(head * _padded * _valueSize, _padded * _valueSize), shares);
        room.LargestValueScales[head] = AttentionWeights.Share(shares);
    }

    /// <param name="query">Query of one token, all heads.</param>
    /// <param name="attended">Receives the weighted values, all heads.</param>
    public void Attend(int layer, ReadOnlySpan<float> query, Span<float> attended)
    {
        var room = _layers[layer];
        for (var head = 0; head < _heads; head++)
        {
            var scale = Score(room, head, query.Slice(head * _size, _size));
            var shares = room.ValueShares.AsSpan(head * _padded, _padded);
            var sum = AttentionWeights.Weigh(_products.AsSpan(0, _padded), scale, KeyScales(room, head), shares, Positions, _weights);
            Gather(
                room.Values.AsSpan(head * _padded * _valueSize, _padded * _valueSize),
                room.LargestValueScales[head] / sum,
                attended.Slice(head * _size, _size));
        }
    }

    /// <param name="query">The head's own query.</param>
    /// <param name="weights">Receives the weights of the window's first positions; those of all positions sum to 1.</param>
    public void Weigh(int layer, int head, ReadOnlySpan<float> query, Span<float> weights)
    {
        var room = _layers[layer];
        var scale = Score(room, head, query) * MathF.Log(2);
        var scores = _scores.AsSpan(0, Positions);
        TensorPrimitives.ConvertTruncating<int, float>(_products.AsSpan(0, Positions), scores);
        TensorPrimitives.Multiply(scores, KeyScales(room, head)[..Positions], scores);
        TensorPrimitives.Multiply(scores, scale, scores);
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
        TensorPrimitives.Exp<float>(scores, scores);
        TensorPrimitives.Divide(scores[..weights.Length], Sums.Of(scores), weights);
    }

    private Span<float> KeyScales(Layer room, int head) => room.KeyScales.AsSpan(head * _padded, _padded);

    // Multiplies a query with every key. Returns the scale that turns _products into scores to the base 2, without the keys' own scales.
    private float Score(Layer room, int head, ReadOnlySpan<float> query)
    {
        var scale = Rounding.Round(query, LargestQuery, _query) * AttentionWeights.ScoreScale(_size);
        var keys = room.Keys.AsSpan(head * _padded * _size, _padded * _size);
        _products.AsSpan(0, _padded).Clear();
        for (var position = 0; position < _padded; position += AtOnce)
        {
            IntegerTile.MultiplyRow<sbyte>(
                _query,
                keys[(position * _size)..],
                IntegerTile.Columns * _size,
                _size / 2,
                _products.AsSpan(position));
        }

        return scale;
    }

    private void Gather(ReadOnlySpan<sbyte> values, float scale, Span<float> result)
    {
        result.Clear();
        for (var position = 0; position < _padded; position += PositionsAtOnce)
        {
            var end = Math.Min(position + PositionsAtOnce, _padded);
            for (var channel = 0; channel < result.Length; channel += AtOnce)
            {
                _sums.AsSpan().Clear();
                for (var at = position; at < end; at += PositionsSkipped)
                {
                    var weights = _weights.AsSpan(at, PositionsSkipped);
                    if (weights.ContainsAnyExcept((short)0))
                    {
                        var strips = values[((channel * _padded) + (at * IntegerTile.Columns))..];
                        IntegerTile.MultiplyRow(weights, strips, IntegerTile.Columns * _padded, PositionsSkipped / 2, _sums);
                    }
                }

                for (var i = 0; i < Math.Min(AtOnce, result.Length - channel); i++)
                {
                    result[channel + i] += _sums[i];
                }
            }
        }

        TensorPrimitives.Multiply(result, scale, result);
    }

    private void PackKeys(ReadOnlySpan<float> keys, Span<sbyte> packed, Span<float> scales)
    {
        Span<short> rounded = stackalloc short[_size];
        Span<sbyte> bytes = stackalloc sbyte[_size];
        var from = MemoryMarshal.Cast<sbyte, short>(bytes);
        var pairs = MemoryMarshal.Cast<sbyte, short>(packed);
        for (var position = 0; position < _padded; position++)
        {
            scales[position] = Round(keys, position, rounded);
            TensorPrimitives.ConvertTruncating<short, sbyte>(rounded, bytes);
            var (tile, place) = Math.DivRem(position, IntegerTile.Columns);
            var to = pairs[((tile * from.Length * IntegerTile.Columns) + place)..];
            for (var pair = 0; pair < from.Length; pair++)
            {
                to[pair * IntegerTile.Columns] = from[pair];
            }
        }
    }

    private void PackValues(ReadOnlySpan<float> values, Span<sbyte> packed, Span<float> scales)
    {
        Span<short> first = stackalloc short[_size], second = stackalloc short[_size];
        for (var position = 0; position < _padded; position += 2)
        {
            scales[position] = Round(values, position, first);
            scales[position + 1] = Round(values, position + 1, second);
            for (var channel = 0; channel < _size; channel += IntegerTile.Columns)
            {
                var pair = (Vector256.LoadUnsafe(ref first[channel]) & Vector256.Create<short>(0xff))
                    | (Vector256.LoadUnsafe(ref second[channel]) << 8);
                pair.AsSByte().StoreUnsafe(ref packed[(channel * _padded) + (position * IntegerTile.Columns)]);
            }
        }
    }

    // Returns the scale; 0 for a position that only fills the last tile.
    private float Round(ReadOnlySpan<float> values, int position, Span<short> rounded)
    {
        if (position < Positions)
        {
            return Rounding.Round(values.Slice(position * _state, _size), LargestByte, rounded);
        }

        rounded.Clear();
        return 0;
    }

    private sealed class Layer
    {
        public sbyte[] Keys { get; private set; } = [];

        public sbyte[] Values { get; private set; } = [];

        public float[] KeyScales { get; private set; } = [];

        public float[] ValueShares { get; private set; } = [];

        // One for each head.
        public float[] LargestValueScales { get; private set; } = [];

        public void Reserve(int keys, int values, int scales, int heads)
        {
            if (Keys.Length < keys)
            {
                (Keys, Values) = (new sbyte[keys], new sbyte[values]);
                (KeyScales, ValueShares, LargestValueScales) = (new float[scales], new float[scales], new float[heads]);
            }
        }
    }
}
