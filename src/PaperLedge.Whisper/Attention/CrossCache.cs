using System.Numerics.Tensors;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Attention;

/// <summary>
/// What the decoder's cross-attention reads of one encoded window: for each layer keys and values, in 16 bits with a scale for
/// each head and position, which is half the memory to be read of single precision and 1/65,534 of the largest value off at
/// most. Its memory is used again for the next window. Not for concurrent use. Keys lie in tiles of 64 positions, channel by channel, so that 64 scores grow side by side; values in strips of 32 channels,
/// position by position, so that 32 results do.
/// </summary>
internal sealed class CrossCache(WhisperDimensions dimensions)
{
    private readonly int _state = dimensions.TextState;
    private readonly int _heads = dimensions.TextHeads;
    private readonly int _headSize = dimensions.TextState / dimensions.TextHeads;
    private readonly Layer[] _layers = [.. Enumerable.Range(0, dimensions.TextLayers).Select(_ => new Layer())];
    private readonly float[] _query = new float[dimensions.TextState];
    private float[] _weights = [];
    private int _padded;

    /// <summary>Encoder positions of the window it holds, 20 ms each.</summary>
    public int Positions { get; private set; }

    /// <summary>Makes room for another window, of which <see cref="Fill"/> then takes every layer.</summary>
    public void Begin(int positions)
    {
        Positions = positions;
        _padded = (positions + AttentionMath.TilePositions - 1) / AttentionMath.TilePositions * AttentionMath.TilePositions;
        if (_weights.Length < _padded)
        {
            _weights = new float[_padded];
        }

        foreach (var layer in _layers)
        {
            layer.Reserve(_padded * _state, _padded * _heads);
        }
    }

    /// <param name="keys">Positions × state, as the encoder gives them.</param>
    /// <param name="values">The same.</param>
    public void Fill(int layer, ReadOnlySpan<float> keys, ReadOnlySpan<float> values)
    {
        var room = _layers[layer];
        for (var position = 0; position < Positions; position++)
        {
            for (var head = 0; head < _heads; head++)
            {
                var channel = (position * _state) + (head * _headSize);
                var scale = (head * _padded) + position;
                room.KeyScales[scale] = PackKey(keys.Slice(channel, _headSize), room.Keys.AsSpan(head * _padded * _headSize), position);
                room.ValueScales[scale] = PackValue(values.Slice(channel, _headSize), room.Values.AsSpan(head * _padded * _headSize), position);
            }
        }
    }

    /// <param name="query">One token's query; all heads.</param>
    /// <param name="attended">Takes the weighted values; all heads.</param>
    /// <param name="probe">Is shown the weights, if it wants them.</param>
    public void Attend(int layer, ReadOnlySpan<float> query, Span<float> attended, AttentionProbe? probe)
    {
        var room = _layers[layer];
        TensorPrimitives.Multiply(query, 1 / MathF.Sqrt(_headSize), _query);
        for (var head = 0; head < _heads; head++)
        {
            var weights = Weigh(room, head);
            if (probe is not null && probe.Wants(layer, head))
            {
                probe.Add(layer, head, weights);
            }

            TensorPrimitives.Multiply(weights, room.ValueScales.AsSpan(head * _padded, Positions), weights);
            var values = room.Values.AsSpan(head * _padded * _headSize, _padded * _headSize);
            for (var strip = 0; strip < _headSize; strip += AttentionMath.StripChannels)
            {
                var channels = values.Slice(strip * _padded, Positions * AttentionMath.StripChannels);
                AttentionMath.MultiplyStrip(weights, channels, attended.Slice((head * _headSize) + strip, AttentionMath.StripChannels));
            }
        }
    }

    private Span<float> Weigh(Layer room, int head)
    {
        var query = _query.AsSpan(head * _headSize, _headSize);
        var keys = room.Keys.AsSpan(head * _padded * _headSize, _padded * _headSize);
        for (var position = 0; position < _padded; position += AttentionMath.TilePositions)
        {
            var tile = keys.Slice(position * _headSize, AttentionMath.TilePositions * _headSize);
            AttentionMath.MultiplyTile(query, tile, _weights.AsSpan(position, AttentionMath.TilePositions));
        }

        var weights = _weights.AsSpan(0, Positions);
        TensorPrimitives.Multiply(weights, room.KeyScales.AsSpan(head * _padded, Positions), weights);
        AttentionMath.Softmax(weights);
        return weights;
    }

    private static float PackKey(ReadOnlySpan<float> key, Span<short> head, int position)
    {
        var (tile, place) = Math.DivRem(position, AttentionMath.TilePositions);
        var at = (tile * AttentionMath.TilePositions * key.Length) + place;
        var scale = ScaleOf(key);
        for (var channel = 0; channel < key.Length; channel++, at += AttentionMath.TilePositions)
        {
            head[at] = Pack(key[channel], scale);
        }

        return scale;
    }

    private float PackValue(ReadOnlySpan<float> value, Span<short> head, int position)
    {
        var scale = ScaleOf(value);
        for (var channel = 0; channel < value.Length; channel++)
        {
            var (strip, place) = Math.DivRem(channel, AttentionMath.StripChannels);
            head[(((strip * _padded) + position) * AttentionMath.StripChannels) + place] = Pack(value[channel], scale);
        }

        return scale;
    }

    private static float ScaleOf(ReadOnlySpan<float> values) => Math.Abs(TensorPrimitives.MaxMagnitude(values)) / short.MaxValue;

    private static short Pack(float value, float scale) => scale == 0 ? (short)0 : short.CreateSaturating(MathF.Round(value / scale));

    private sealed class Layer
    {
        public short[] Keys { get; private set; } = [];

        public short[] Values { get; private set; } = [];

        public float[] KeyScales { get; private set; } = [];

        public float[] ValueScales { get; private set; } = [];

        public void Reserve(int values, int scales)
        {
            if (Keys.Length < values)
            {
                (Keys, Values) = (new short[values], new short[values]);
                (KeyScales, ValueScales) = (new float[scales], new float[scales]);
            }
        }
    }
}
