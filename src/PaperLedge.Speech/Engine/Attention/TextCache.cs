using PaperLedge.Speech.Engine.Arithmetic;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Engine.Attention;

/// <summary>Self-attention cache of a text: 16-bit keys and values of each token, each with a scale. Not for concurrent use.</summary>
/// <remarks>A text is about one window. The memory is reused for the next text.</remarks>
/// <param name="window">The window that the text is about; may be shared by several texts.</param>
internal sealed class TextCache(WhisperDimensions dimensions, CrossCache window)
{
    // Tokens that more room is made for at a time.
    private const int Step = 32;

    private readonly int _width = dimensions.TextState;
    private readonly int _heads = dimensions.TextHeads;
    private readonly float[] _weights = new float[WhisperDimensions.TextContext];

    // Keys and values in turn; they grow in place.
    private readonly Rows[] _layers = [.. Enumerable.Range(0, 2 * dimensions.TextLayers).Select(_ => new Rows(dimensions.TextState))];

    private readonly List<float[]> _asked = [];

    public CrossCache Window { get; private set; } = window;

    /// <summary>Alignment heads' queries of the tokens fed so far, heads × head size each; they show when a token was spoken.</summary>
    public IReadOnlyList<float[]> Asked => _asked;

    // Number of tokens fed so far.
    public int Length { get; private set; }

    /// <returns>The next token's position in the text.</returns>
    /// <exception cref="InvalidOperationException">The model's context is full.</exception>
    public int Advance()
    {
        if (Length == WhisperDimensions.TextContext)
        {
            throw new InvalidOperationException($"A text has {WhisperDimensions.TextContext} tokens at most.");
        }

        foreach (var rows in _layers)
        {
            rows.Reserve(Length + 1);
        }

        return Length++;
    }

    public void Begin(CrossCache about)
    {
        Window = about;
        Clear();
    }

    public void Clear()
    {
        Length = 0;
        _asked.Clear();
    }

    /// <summary>Stores the alignment heads' part of a token's cross-attention query.</summary>
    /// <param name="heads">The alignment heads of all layers.</param>
    /// <param name="query">Query of one layer, all heads.</param>
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

    public void CopyFrom(TextCache other)
    {
        Length = other.Length;
        _asked.Clear();
        _asked.AddRange(other._asked);
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i].CopyFrom(other._layers[i], Length);
        }
    }

    /// <summary>Stores a token's key and value, and attends to it and everything before it.</summary>
    public void Attend(
        int layer, int place, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> attended)
    {
        var (keys, values) = (_layers[2 * layer], _layers[(2 * layer) + 1]);
        keys.Set(place, key);
        values.Set(place, value);

        var size = _width / _heads;
        var scale = 1 / MathF.Sqrt(size);
        var weights = _weights.AsSpan(0, place + 1);
        attended.Clear();
        for (var head = 0; head < _heads; head++)
        {
            var channel = head * size;
            for (var i = 0; i <= place; i++)
            {
                weights[i] = scale * keys.Scale(i) * AttentionMath.Dot(query.Slice(channel, size), keys.Row(i).Slice(channel, size));
            }

            AttentionMath.Softmax(weights);
            var result = attended.Slice(channel, size);
            for (var i = 0; i <= place; i++)
            {
                AttentionMath.AddWeighted(weights[i] * values.Scale(i), values.Row(i).Slice(channel, size), result);
            }
        }
    }

    // One row for each token.
    private sealed class Rows(int width)
    {
        private short[] _values = new short[Step * width];
        private float[] _scales = new float[Step];

        public float Scale(int row) => _scales[row];

        public ReadOnlySpan<short> Row(int row) => _values.AsSpan(row * width, width);

        public void Set(int row, ReadOnlySpan<float> values) =>
            _scales[row] = Rounding.Round(values, short.MaxValue, _values.AsSpan(row * width, width));

        public void Reserve(int rows)
        {
            if (rows > _scales.Length)
            {
                Array.Resize(ref _scales, rows + Step - 1);
                Array.Resize(ref _values, _scales.Length * width);
            }
        }

        public void CopyFrom(Rows other, int rows)
        {
            Reserve(rows);
            other._values.AsSpan(0, rows * width).CopyTo(_values);
            other._scales.AsSpan(0, rows).CopyTo(_scales);
        }
    }
}
