using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Speech.Engine.Arithmetic;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Engine;

/// <summary>Weights of the encoder's stages for ONNX Runtime. They must outlive the sessions that use them.</summary>
/// <remarks>
/// Projections are transposed to [inputs, outputs], in 8 bits where the name asks for it (<see cref="ColumnWeights"/>).
/// </remarks>
internal sealed class EncoderWeights : IDisposable
{
    private readonly Dictionary<string, OrtValue> _values = new(StringComparer.Ordinal);

    /// <param name="names">Tensors of the file, or names that <see cref="ColumnWeights"/> gives them.</param>
    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    public EncoderWeights(GgmlFile file, IEnumerable<string> names)
    {
        try
        {
            foreach (var name in names.Where(name => !_values.ContainsKey(name)))
            {
                if (ColumnWeights.TensorOf(name) is { } tensor)
                {
                    ReadColumns(file, tensor);
                }
                else
                {
                    _values[name] = ReadSingle(file, name);
                }
            }
        }
        catch
        {
            Dispose();
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

    private void ReadColumns(GgmlFile file, string tensor)
    {
        const int OutputsAtOnce = 32;
        var (outputs, inputs) = (file.ShapeOf(tensor)[0], file.ShapeOf(tensor)[1]);
        var weights = new ColumnWeights(outputs, inputs);
        SideBySide.For((outputs + OutputsAtOnce - 1) / OutputsAtOnce, part =>
        {
            var first = part * OutputsAtOnce;
            var size = Math.Min(OutputsAtOnce, outputs - first) * inputs;
            var values = ArrayPool<float>.Shared.Rent(size);
            file.Read(tensor, first, values.AsSpan(0, size));
            weights.SetOutputs(first, values.AsSpan(0, size));
            ArrayPool<float>.Shared.Return(values);
        });
        weights.Attach(tensor, _values);
    }

    private static OrtValue ReadSingle(GgmlFile file, string name)
    {
        var shape = file.ShapeOf(name);
        var values = file.ReadAll(name);
        if (shape.Length == 2 && name.EndsWith(".weight", StringComparison.Ordinal))
        {
            return Tensor(Transpose(values, shape[0], shape[1]), shape[1], shape[0]);
        }

        return Tensor(values, [.. shape.Select(n => (long)n)]);
    }

    private static float[] Transpose(float[] values, int rows, int columns)
    {
        var turned = new float[values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                turned[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return turned;
    }

    // Pins the values while the tensor exists.
    private static OrtValue Tensor(float[] values, params long[] shape) => OrtValue.CreateTensorValueFromMemory(values, shape);
}
