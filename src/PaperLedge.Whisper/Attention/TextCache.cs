using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Attention;

/// <summary>
/// A text as the decoder sees it: the self-attention's keys and values of each of its tokens, which grow in place, and the
/// window that it is about. Its memory is used again for the next text. Not for concurrent use.
/// </summary>
/// <param name="window">May be shared by several texts.</param>
internal sealed class TextCache(WhisperDimensions dimensions, CrossCache window)
{
    /// <summary>Tokens that more room is made for at a time.</summary>
    private const int Step = 64;

    private readonly int _width = dimensions.TextState;
    private readonly int _heads = dimensions.TextHeads;
    private readonly float[] _weights = new float[WhisperDimensions.TextContext];
    private readonly float[][] _layers = [.. Enumerable.Range(0, 2 * dimensions.TextLayers).Select(_ => new float[Step * dimensions.TextState])];

    /// <summary>What the alignment heads asked of the audio at each token: heads × head size.</summary>
    private readonly List<float[]> _asked = [];

    public CrossCache Window { get; private set; } = window;

    /// <summary>The alignment heads' queries of the tokens fed so far, heads × head size each. They tell when a token was spoken.</summary>
    public IReadOnlyList<float[]> Asked => _asked;

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
                Array.Resize(ref _layers[i], Math.Min(_layers[i].Length + (Step * _width), WhisperDimensions.TextContext * _width));
            }
        }

        return Length++;
    }

    /// <summary>Begins a text about another window.</summary>
    public void Begin(CrossCache about)
    {
        Window = about;
        Clear();
    }

    /// <summary>Forgets the tokens; the next text begins.</summary>
    public void Clear()
    {
        Length = 0;
        _asked.Clear();
    }

    /// <summary>Keeps the part of a token's cross-attention query that is the alignment heads'.</summary>
    /// <param name="heads">Of all layers.</param>
    /// <param name="query">Of one layer; all heads.</param>
    public void Remember(ReadOnlySpan<(int Layer, int Head)> heads, int layer, int place, ReadOnlySpan<float> query)
    {
        var size = _width / _heads;
        if (place == _asked.Count)
        {
            _asked.Add(new float[heads.Length * size]);
        }

        for (var i = 0; i < heads.Length; i++)
        {
            if (heads[i].Layer == layer)
            {
                query.Slice(heads[i].Head * size, size).CopyTo(_asked[place].AsSpan(i * size));
            }
        }
    }

    /// <summary>Takes over another text's tokens.</summary>
    public void CopyFrom(TextCache other)
    {
        Length = other.Length;
        _asked.Clear();
        _asked.AddRange(other._asked);
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
