using System.Buffers;
using System.Numerics.Tensors;
using PaperLedge.Whisper.Arithmetic;

namespace PaperLedge.Whisper.Models;

internal sealed record NormWeights(float[] Weight, float[] Bias)
{
    /// <param name="rows">Any number of rows, like the result.</param>
    public void Apply(ReadOnlySpan<float> rows, Span<float> result)
    {
        for (var at = 0; at < rows.Length; at += Weight.Length)
        {
            Activation.Normalise(rows.Slice(at, Weight.Length), Weight, Bias, result.Slice(at, Weight.Length));
        }
    }
}

/// <summary>A layer of the decoder: attention to the text so far, attention to the audio, and two projections.</summary>
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

/// <summary>
/// The decoder's weights but for the projections of the encoder's result. Token rows of the embedding, which is the output
/// projection too: those of text tokens that have bytes, then those of the special tokens (<see cref="SpecialTokens.Compact"/>).
/// </summary>
internal sealed class DecoderWeights
{
    private readonly float[] _places;
    private readonly int _width;

    /// <param name="file">Read here; may be closed afterwards.</param>
    /// <param name="isEightBit">Whether weights take 8 bits, or 12.</param>
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

    /// <summary>A token at a place, as the first layer takes it.</summary>
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

    /// <summary>Reads some rows of a tensor in portions, through memory that is used again.</summary>
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
