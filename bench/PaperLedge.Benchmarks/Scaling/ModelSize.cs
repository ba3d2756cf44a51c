namespace PaperLedge.Benchmarks.Scaling;

/// <summary>
/// Multiplications of a Whisper model, to estimate the time of one whose weights are not here from one that was measured.
/// </summary>
/// <param name="Name">As in the list of models.</param>
/// <param name="Width">Of encoder and decoder, in numbers.</param>
/// <param name="EncoderLayers">In the encoder.</param>
/// <param name="DecoderLayers">In the decoder.</param>
internal sealed record ModelSize(string Name, int Width, int EncoderLayers, int DecoderLayers)
{
    // Positions of a window of 30 s, and tokens that a window of speech gives.
    private const double Positions = 1500;
    private const double Tokens = 110;
    private const double Vocabulary = 51_865;

    public static readonly ModelSize Tiny = new("tiny", 384, 4, 4);
    public static readonly ModelSize Base = new("base", 512, 6, 6);
    public static readonly ModelSize Small = new("small", 768, 12, 12);
    public static readonly ModelSize LargeTurbo = new("large-v3-turbo", 1280, 32, 4);

    /// <summary>Multiplications for a window of 30 s of speech.</summary>
    /// <remarks>
    /// A layer multiplies each position with 4 matrices of width² in its attention and 8 in its feed-forward part; attention
    /// multiplies each position with each other twice. The decoder attends to the encoder too, and ends with the vocabulary.
    /// </remarks>
    public double Multiplications =>
        (EncoderLayers * ((12 * Positions * Width * Width) + (2 * Positions * Positions * Width)))
        + (DecoderLayers * 2 * Positions * Width * Width)
        + (Tokens * ((DecoderLayers * ((14.0 * Width * Width) + (2 * Positions * Width))) + (Vocabulary * Width)));
}
