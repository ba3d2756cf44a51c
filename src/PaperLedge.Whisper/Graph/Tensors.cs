using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace PaperLedge.Whisper.Graph;

/// <summary>Float tensors in ONNX Runtime's own memory.</summary>
internal static class Tensors
{
    public static OrtValue Allocate(long[] shape) =>
        OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, shape);

    /// <summary>A copy of some rows (of the first dimension).</summary>
    public static OrtValue SelectRows(OrtValue source, ReadOnlySpan<int> rows)
    {
        var shape = source.GetTensorTypeAndShape().Shape;
        var from = source.GetTensorDataAsSpan<float>();
        var size = from.Length / (int)shape[0];
        shape[0] = rows.Length;
        var selected = Allocate(shape);
        var to = selected.GetTensorMutableDataAsSpan<float>();
        for (var i = 0; i < rows.Length; i++)
        {
            from.Slice(rows[i] * size, size).CopyTo(to[(i * size)..]);
        }

        return selected;
    }
}
