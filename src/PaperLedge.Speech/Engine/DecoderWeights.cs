using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using PaperLedge.Speech.Engine.Arithmetic;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Engine;

internal sealed record NormWeights(float[] Weight, float[] Bias)
{
    /// <param name="rows">Any number of whole rows, as many as in the result.</param>
    public void Apply(ReadOnlySpan<float> rows, Span<float> result)
    {
        for (var at = 0; at < rows.Length; at += Weight.Length)
        {
            Activation.Normalise(rows.Slice(at, Weight.Length), Weight, Bias, result.Slice(at, Weight.Length));
        }
    }
}

internal sealed record DecoderLayer(
    NormWeights SelfNorm,
    LinearWeights SelfQuery,
    LinearWeights SelfKey,
    LinearWeights SelfValue,
    LinearWeights SelfOut,
    NormWeights CrossNorm,
    LinearWeights CrossQuery,
    LinearWeights CrossOut,
    NormWeights MlpNorm,
    LinearWeights MlpIn,
    LinearWeights MlpOut);

/// <summary>Weights of the decoder, without the projections of the encoder's result.</summary>
/// <remarks>
/// Rows of the token embedding, which is also the output projection: those of text tokens that have bytes, then those of the special
/// tokens (<see cref="SpecialTokens.Compact"/>).
/// </remarks>
internal sealed class DecoderWeights
{
    private readonly float[] _places;
    private readonly int _width;

    /// <param name="file">Read in the constructor; may be closed afterwards.</param>
    /// <param name="isEightBit">True for weights of 8 bits, false for 12.</param>
    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    public DecoderWeights(GgmlFile file, bool isEightBit)
    {
        var dimensions = file.Header.Dimensions;
        _width = dimensions.TextState;
        _places = file.ReadAll("decoder.positional_embedding");
        var layers = new DecoderLayer[dimensions.TextLayers];
        SideBySide.For(layers.Length, layer => layers[layer] = ReadLayer(file, $"decoder.blocks.{layer}", isEightBit));
        Layers = layers;
        Norm = ReadNorm(file, "decoder.ln");

        var (inFile, compact) = (SpecialTokens.InFile(dimensions.VocabularySize), file.Header.Tokens);
        Tokens = new(compact.Count, _width, isEightBit);
        const string Embedding = "decoder.token_embedding.weight";
        Read(file, Embedding, 0, compact.EndOfText, Tokens, 0);
        Read(file, Embedding, inFile.EndOfText, compact.Count - compact.EndOfText, Tokens, compact.EndOfText);
    }

    public IReadOnlyList<DecoderLayer> Layers { get; }

    public NormWeights Norm { get; }

    public IntegerMatrix Tokens { get; }

    public void Embed(int token, int place, Span<float> hidden)
    {
        Tokens.CopyOutput(token, hidden);
        TensorPrimitives.Add(hidden, _places.AsSpan(place * _width, _width), hidden);
    }

    private static DecoderLayer ReadLayer(GgmlFile file, string block, bool isEightBit)
    {
        LinearWeights Linear(string name, bool hasBias = true) => ReadLinear(file, $"{block}.{name}", hasBias, isEightBit);
        NormWeights Norm(string name) => ReadNorm(file, $"{block}.{name}");
        return new(
            Norm("attn_ln"), Linear("attn.query"), Linear("attn.key", hasBias: false), Linear("attn.value"), Linear("attn.out"),
            Norm("cross_attn_ln"), Linear("cross_attn.query"), Linear("cross_attn.out"),
            Norm("mlp_ln"), Linear("mlp.0"), Linear("mlp.2"));
    }

    private static NormWeights ReadNorm(GgmlFile file, string name) => new(file.ReadAll($"{name}.weight"), file.ReadAll($"{name}.bias"));

    private static LinearWeights ReadLinear(GgmlFile file, string name, bool hasBias, bool isEightBit)
    {
        var shape = file.ShapeOf($"{name}.weight");
        var matrix = new IntegerMatrix(shape[0], shape[1], isEightBit);
        Read(file, $"{name}.weight", 0, shape[0], matrix, 0);
        return new(matrix, hasBias ? file.ReadAll($"{name}.bias") : []);
    }

    // Reads rows of a tensor in portions, through memory that is reused.
    private static void Read(GgmlFile file, string name, int firstRow, int rows, IntegerMatrix matrix, int firstOutput)
    {
        const int ValuesAtOnce = 1 << 16;
        var portion = Math.Max(1, ValuesAtOnce / matrix.Inputs);
        SideBySide.For((rows + portion - 1) / portion, part =>
        {
            var row = part * portion;
            var count = Math.Min(portion, rows - row);
            var values = ArrayPool<float>.Shared.Rent(count * matrix.Inputs);
            file.Read(name, firstRow + row, values.AsSpan(0, count * matrix.Inputs));
            for (var i = 0; i < count; i++)
            {
                matrix.SetOutput(firstOutput + row + i, values.AsSpan(i * matrix.Inputs, matrix.Inputs));
            }

            ArrayPool<float>.Shared.Return(values);
        });
    }
}

/// <summary>Linear projection: x · weightsᵀ + bias.</summary>
/// <param name="Bias">Empty for none.</param>
internal sealed record LinearWeights(IntegerMatrix Weights, float[] Bias)
{
    public int Outputs => Weights.Outputs;

    /// <param name="weights">Outputs × channels × <paramref name="reach"/>.</param>
    /// <param name="bias">One for each output.</param>
    /// <param name="reach">Positions that the convolution reads at a time.</param>
    /// <returns>A projection of rows that have a position's channels, then those of the next.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static LinearWeights OfConvolution(ReadOnlySpan<float> weights, float[] bias, int reach)
    {
        var inputs = weights.Length / bias.Length;
        var matrix = new IntegerMatrix(bias.Length, IntegerTile.Padded(inputs, IntegerTile.Columns), isEightBit: false);
        var turned = new float[matrix.Inputs];
        for (var output = 0; output < bias.Length; output++)
        {
            for (var i = 0; i < inputs; i++)
            {
                var (channel, position) = Math.DivRem(i, reach);
                turned[(position * (inputs / reach)) + channel] = weights[(output * inputs) + i];
            }

            matrix.SetOutput(output, turned);
        }

        return new(matrix, bias);
    }

    public void Apply(RoundedRows rows, Span<float> result) => Weights.Multiply(rows, Bias, result);
}

/// <summary>Weights of the encoder's two convolutions, three frames wide each, and its positional embedding.</summary>
/// <remarks>
/// A frame's neighbours are stored beside it, so that a convolution is a product of rows that overlap. Weights have 12 bits, whatever the
/// model's other weights have: they are the first to process the audio.
/// </remarks>
internal sealed class ConvolutionWeights
{
    public const int Frames = 3;

    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    public ConvolutionWeights(GgmlFile file)
    {
        First = Read(file, "encoder.conv1");
        Second = Read(file, "encoder.conv2");
        Places = file.ReadAll("encoder.positional_embedding");
    }

    // From a frame of the spectrogram and its neighbours.
    public LinearWeights First { get; }

    // From every second frame of the first convolution's result and its neighbours.
    public LinearWeights Second { get; }

    // Positional embedding, positions × state, which is added to the second convolution's result.
    public float[] Places { get; }

    private static LinearWeights Read(GgmlFile file, string name) =>
        LinearWeights.OfConvolution(file.ReadAll($"{name}.weight"), file.ReadAll($"{name}.bias"), Frames);
}
