using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Attention;

/// <summary>
/// A text as the decoder sees it: the self-attention's keys and values of each of its tokens, which grow in place, and the
/// window that it is about. Not for concurrent use.
/// </summary>
/// <param name="window">May be shared by several texts.</param>
internal sealed class TextCache(WhisperDimensions dimensions, CrossCache window)
{
    private const int FirstReserve = 64;

    private readonly int _width = dimensions.TextState;
    private readonly int _heads = dimensions.TextHeads;
    private readonly float[] _weights = new float[WhisperDimensions.TextContext];
    private readonly float[][] _layers = [.. Enumerable.Range(0, 2 * dimensions.TextLayers).Select(_ => new float[FirstReserve * dimensions.TextState])];

    public CrossCache Window => window;

    /// <summary>Tokens fed so far.</summary>
    public int Length { get; private set; }

    /// <summary>Makes room for the next token.</summary>
    /// <returns>Its place.</returns>
    /// <exception cref="InvalidOperationException">The model's context is full.</exception>
    public int Advance()
    {
        if (Length == WhisperDimensions.TextContext)
        {
            throw new InvalidOperationException($"A text has {WhisperDimensions.TextContext} tokens at most.");
        }

        if ((Length + 1) * _width > _layers[0].Length)
        {
            for (var i = 0; i < _layers.Length; i++)
            {
                Array.Resize(ref _layers[i], Math.Min(2 * _layers[i].Length, WhisperDimensions.TextContext * _width));
            }
        }

        return Length++;
    }

    /// <summary>Forgets the tokens; the next text begins.</summary>
    public void Clear() => Length = 0;

    /// <summary>Takes over another text's tokens.</summary>
    public void CopyFrom(TextCache other)
    {
        Length = other.Length;
        for (var i = 0; i < _layers.Length; i++)
        {
            if (_layers[i].Length < other._layers[i].Length)
            {
                _layers[i] = new float[other._layers[i].Length];
            }

            other._layers[i].AsSpan(0, Length * _width).CopyTo(_layers[i]);
        }
    }

    /// <summary>Stores a token's key and value, and attends to it and everything before it.</summary>
    public void Attend(int layer, int place, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> attended)
    {
        var (keys, values) = (_layers[2 * layer], _layers[(2 * layer) + 1]);
        key.CopyTo(keys.AsSpan(place * _width));
        value.CopyTo(values.AsSpan(place * _width));

        var size = _width / _heads;
        var scale = 1 / MathF.Sqrt(size);
        var weights = _weights.AsSpan(0, place + 1);
        attended.Clear();
        for (var head = 0; head < _heads; head++)
        {
            var channel = head * size;
            for (var i = 0; i <= place; i++)
            {
                weights[i] = scale * AttentionMath.Dot(query.Slice(channel, size), keys.AsSpan((i * _width) + channel, size));
            }

            AttentionMath.Softmax(weights);
            var result = attended.Slice(channel, size);
            for (var i = 0; i <= place; i++)
            {
                AttentionMath.AddWeighted(weights[i], values.AsSpan((i * _width) + channel, size), result);
            }
        }
    }
}
