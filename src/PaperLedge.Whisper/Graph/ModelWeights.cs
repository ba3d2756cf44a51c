using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Graph;

/// <summary>A model's weights as ONNX Runtime reads them, in single precision. They must outlive the sessions that use them.</summary>
internal sealed class ModelWeights : IDisposable
{
    private const string TokenEmbedding = "decoder.token_embedding.weight";

    private readonly Dictionary<string, OrtValue> _values = new(StringComparer.Ordinal);

    /// <param name="names">Tensors of the file; each two-dimensional projection is turned to [inputs, outputs].</param>
    public static ModelWeights Load(GgmlFile file, IEnumerable<string> names)
    {
        var weights = new ModelWeights();
        try
        {
            foreach (var name in names)
            {
                weights._values[name] = Load(file, name);
            }

            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    public OrtValue this[string name] => _values[name];

    public void Dispose()
    {
        foreach (var value in _values.Values)
        {
            value.Dispose();
        }
    }

    private static OrtValue Load(GgmlFile file, string name)
    {
        if (name == TokenEmbedding)
        {
            return LoadTokenEmbedding(file);
        }

        var shape = file.ShapeOf(name);
        var values = Allocate(shape);
        file.Read(name, 0, values);
        if (shape.Length == 2 && name.EndsWith(".weight", StringComparison.Ordinal))
        {
            return Tensor(Transpose(values, shape[0], shape[1]), shape[1], shape[0]);
        }

        // The file stores a convolution's bias as a column.
        return shape is [var size, 1] ? Tensor(values, size) : Tensor(values, [.. shape.Select(n => (long)n)]);
    }

    /// <summary>The rows of text tokens that have bytes, then those of the special tokens (<see cref="SpecialTokens.Compact"/>).</summary>
    private static OrtValue LoadTokenEmbedding(GgmlFile file)
    {
        var width = file.Header.Dimensions.TextState;
        var inFile = SpecialTokens.InFile(file.Header.Dimensions.VocabularySize);
        var compact = inFile.Compact(file.Header.Vocabulary.Count);
        var values = Allocate([compact.Count, width]);
        var text = compact.EndOfText * width;
        file.Read(TokenEmbedding, 0, values.AsSpan(0, text));
        file.Read(TokenEmbedding, inFile.EndOfText, values.AsSpan(text));
        return Tensor(values, compact.Count, width);
    }

    private static float[] Transpose(float[] values, int rows, int columns)
    {
        var turned = Allocate([columns, rows]);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                turned[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return turned;
    }

    private static float[] Allocate(ReadOnlySpan<int> shape) =>
        GC.AllocateUninitializedArray<float>(checked((int)TensorPrimitives.Product<long>([.. Widen(shape)])), pinned: true);

    private static long[] Widen(ReadOnlySpan<int> shape)
    {
        var sizes = new long[shape.Length];
        TensorPrimitives.ConvertChecked(shape, sizes);
        return sizes;
    }

    private static OrtValue Tensor(float[] values, params long[] shape) => OrtValue.CreateTensorValueFromMemory(values, shape);
}
