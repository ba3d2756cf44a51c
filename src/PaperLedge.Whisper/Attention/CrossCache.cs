using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Attention;

/// <summary>
/// What the decoder's cross-attention reads of one encoded window: for each layer keys and values, as small integers with a
/// scale for each head and position. Its memory is used again for the next window. Not for concurrent use.
/// </summary>
internal abstract class CrossCache(WhisperDimensions dimensions)
{
    protected WhisperDimensions Dimensions { get; } = dimensions;

    protected int HeadSize { get; } = dimensions.TextState / dimensions.TextHeads;

    /// <summary>Encoder positions of the window it holds, 20 ms each.</summary>
    public int Positions { get; protected set; }

    public static CrossCache Create(WhisperDimensions dimensions, bool isEightBit) =>
        isEightBit ? new CrossCache<sbyte>(dimensions) : new CrossCache<short>(dimensions);

    /// <summary>Makes room for another window, of which <see cref="Fill"/> then takes every layer.</summary>
    public abstract void Begin(int positions);

    /// <param name="keys">Positions × state, as the encoder gives them.</param>
    /// <param name="values">The same.</param>
    public abstract void Fill(int layer, ReadOnlySpan<float> keys, ReadOnlySpan<float> values);

    /// <param name="query">One token's query; all heads.</param>
    /// <param name="attended">Takes the weighted values; all heads.</param>
    /// <param name="probe">Is shown the weights, if it wants them.</param>
    public abstract void Attend(int layer, ReadOnlySpan<float> query, Span<float> attended, AttentionProbe? probe);
}
