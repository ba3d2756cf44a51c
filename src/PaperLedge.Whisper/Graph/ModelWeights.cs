using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Graph;

/// <summary>A model's weights as ONNX Runtime reads them. They must outlive the sessions that use them.</summary>
internal sealed class ModelWeights : IDisposable
{
    private readonly Dictionary<string, OrtValue> _values = new(StringComparer.Ordinal);

    private ModelWeights(Embedding embedding) => Embedding = embedding;

    public Embedding Embedding { get; }

    public OrtValue this[string name] => _values[name];

    /// <param name="names">
    /// Tensors of the file; each two-dimensional projection is turned to [inputs, outputs], or stays as it is where the name
    /// asks for blocks and scales (<see cref="BlockWeights"/>).
    /// </param>
    public static ModelWeights Load(GgmlFile file, IEnumerable<string> names, bool isEightBit)
    {
        var embedding = Embedding.Load(file, isEightBit);
        var weights = new ModelWeights(embedding);
        try
        {
            foreach (var name in names)
            {
                weights.Load(file, name);
            }

            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var value in _values.Values)
        {
            value.Dispose();
        }
    }

    private void Load(GgmlFile file, string name)
    {
        if (_values.ContainsKey(name))
        {
            return;
        }

        if ((BlockWeights.TensorOf(name) ?? name) is DecoderGraph.TokenEmbedding)
        {
            Embedding.Attach(_values);
        }
        else if (ColumnWeights.IsColumns(name))
        {
            LoadColumns(file, BlockWeights.TensorOf(name)!);
        }
        else if (BlockWeights.TensorOf(name) is { } tensor)
        {
            var shape = file.ShapeOf(tensor);
            var quantised = new BlockWeights(shape[0], shape[1]);
            Quantise(file, tensor, 0, shape[0], quantised, 0);
            quantised.Attach(tensor, _values);
        }
        else
        {
            _values[name] = LoadSingle(file, name);
        }
    }

    private void LoadColumns(GgmlFile file, string tensor)
    {
        var shape = file.ShapeOf(tensor);
        var weights = new ColumnWeights(shape[0], shape[1]);
        var values = new float[shape[0] * shape[1]];
        file.Read(tensor, 0, values);
        for (var output = 0; output < shape[0]; output++)
        {
            weights.SetOutput(output, values.AsSpan(output * shape[1], shape[1]));
        }

        weights.Attach(tensor, _values);
    }

    private static OrtValue LoadSingle(GgmlFile file, string name)
    {
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

    /// <summary>Reads some rows of a tensor in portions, and turns them to 8-bit blocks.</summary>
    internal static void Quantise(GgmlFile file, string name, int firstRow, int rows, BlockWeights quantised, int firstTarget)
    {
        const int ValuesAtOnce = 1 << 20;
        var columns = file.ShapeOf(name)[1];
        var portion = Math.Max(1, ValuesAtOnce / columns);
        var values = new float[Math.Min(rows, portion) * columns];
        var scales = new float[values.Length / BlockWeights.Block];
        for (var row = 0; row < rows; row += portion)
        {
            var count = Math.Min(portion, rows - row) * columns;
            var hasScales = file.Read(name, firstRow + row, values.AsSpan(0, count), scales.AsSpan(0, count / BlockWeights.Block));
            quantised.SetRows(firstTarget + row, values.AsSpan(0, count), hasScales ? scales.AsSpan(0, count / BlockWeights.Block) : []);
        }
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
