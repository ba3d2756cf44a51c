using System.Numerics;
using System.Numerics.Tensors;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Attention;

/// <summary>
/// Keys lie in tiles of 64 positions, channel by channel, so that 64 scores grow side by side; values in strips of 32 channels,
/// position by position, so that 32 results do.
/// </summary>
internal sealed class CrossCache<T>(WhisperDimensions dimensions) : CrossCache(dimensions)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static readonly float s_largest = float.CreateChecked(T.MaxValue);

    private readonly Layer[] _layers = [.. Enumerable.Range(0, dimensions.TextLayers).Select(_ => new Layer())];
    private readonly float[] _query = new float[dimensions.TextState];
    private float[] _weights = [];
    private int _padded;

    public override void Begin(int positions)
    {
        Positions = positions;
        _padded = (positions + AttentionMath.TilePositions - 1) / AttentionMath.TilePositions * AttentionMath.TilePositions;
        if (_weights.Length < _padded)
        {
            _weights = new float[_padded];
        }

        foreach (var layer in _layers)
        {
            layer.Reserve(_padded * Dimensions.TextState, _padded * Dimensions.TextHeads);
        }
    }

    public override void Fill(int layer, ReadOnlySpan<float> keys, ReadOnlySpan<float> values)
    {
        var room = _layers[layer];
        for (var position = 0; position < Positions; position++)
        {
            for (var head = 0; head < Dimensions.TextHeads; head++)
            {
                var channel = (position * Dimensions.TextState) + (head * HeadSize);
                var scale = (head * _padded) + position;
                room.KeyScales[scale] = PackKey(keys.Slice(channel, HeadSize), room.Keys.AsSpan(head * _padded * HeadSize), position);
                room.ValueScales[scale] = PackValue(values.Slice(channel, HeadSize), room.Values.AsSpan(head * _padded * HeadSize), position);
            }
        }
    }

    public override void Attend(int layer, ReadOnlySpan<float> query, Span<float> attended, AttentionProbe? probe)
    {
        var room = _layers[layer];
        TensorPrimitives.Multiply(query, 1 / MathF.Sqrt(HeadSize), _query);
        for (var head = 0; head < Dimensions.TextHeads; head++)
        {
            var weights = Weigh(room, head);
            if (probe is not null && probe.Wants(layer, head))
            {
                probe.Add(weights);
            }

            TensorPrimitives.Multiply(weights, room.ValueScales.AsSpan(head * _padded, Positions), weights);
            var values = room.Values.AsSpan(head * _padded * HeadSize, _padded * HeadSize);
            for (var strip = 0; strip < HeadSize; strip += AttentionMath.StripChannels)
            {
                var channels = values.Slice(strip * _padded, Positions * AttentionMath.StripChannels);
                AttentionMath.MultiplyStrip<T>(weights, channels, attended.Slice((head * HeadSize) + strip, AttentionMath.StripChannels));
            }
        }
    }

    private Span<float> Weigh(Layer room, int head)
    {
        var query = _query.AsSpan(head * HeadSize, HeadSize);
        var keys = room.Keys.AsSpan(head * _padded * HeadSize, _padded * HeadSize);
        for (var position = 0; position < _padded; position += AttentionMath.TilePositions)
        {
            var tile = keys.Slice(position * HeadSize, AttentionMath.TilePositions * HeadSize);
            AttentionMath.MultiplyTile<T>(query, tile, _weights.AsSpan(position, AttentionMath.TilePositions));
        }

        var weights = _weights.AsSpan(0, Positions);
        TensorPrimitives.Multiply(weights, room.KeyScales.AsSpan(head * _padded, Positions), weights);
        AttentionMath.Softmax(weights);
        return weights;
    }

    private static float PackKey(ReadOnlySpan<float> key, Span<T> head, int position)
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

    private float PackValue(ReadOnlySpan<float> value, Span<T> head, int position)
    {
        var scale = ScaleOf(value);
        for (var channel = 0; channel < value.Length; channel++)
        {
            var (strip, place) = Math.DivRem(channel, AttentionMath.StripChannels);
            head[(((strip * _padded) + position) * AttentionMath.StripChannels) + place] = Pack(value[channel], scale);
        }

        return scale;
    }

    private static float ScaleOf(ReadOnlySpan<float> values) => Math.Abs(TensorPrimitives.MaxMagnitude(values)) / s_largest;

    private static T Pack(float value, float scale) => scale == 0 ? T.Zero : T.CreateSaturating(MathF.Round(value / scale));

    private sealed class Layer
    {
        public T[] Keys { get; private set; } = [];

        public T[] Values { get; private set; } = [];

        public float[] KeyScales { get; private set; } = [];

        public float[] ValueScales { get; private set; } = [];

        public void Reserve(int values, int scales)
        {
            if (Keys.Length < values)
            {
                (Keys, Values) = (new T[values], new T[values]);
                (KeyScales, ValueScales) = (new float[scales], new float[scales]);
            }
        }
    }
}
