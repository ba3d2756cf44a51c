using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace PaperLedge.Whisper.Graph;

/// <summary>
/// A matrix as MatMulNBits reads it: rows of blocks of 32 values, each an unsigned byte around 128 times the block's scale.
/// Values that were stored so (Q8_0), or in fewer bits around zero (Q4_0, Q5_0), keep their exact value.
/// </summary>
internal sealed class BlockWeights
{
    /// <summary>Values under one scale, in ggml's blocks too.</summary>
    public const int Block = 32;

    private const int Zero = 128;
    private const float Largest = 127;

    private readonly byte[] _values;
    private readonly float[] _scales;
    private readonly int _columns;

    /// <param name="columns">The dimension that is summed over; a multiple of <see cref="Block"/>.</param>
    public BlockWeights(int rows, int columns)
    {
        _columns = columns;
        _values = GC.AllocateUninitializedArray<byte>(rows * columns, pinned: true);
        _scales = GC.AllocateUninitializedArray<float>(rows * columns / Block, pinned: true);
    }

    public static string BlocksOf(string weight) => $"{weight}:blocks";

    public static string ScalesOf(string weight) => $"{weight}:scales";

    /// <summary>The tensor that one of the two names stands for, or null for any other name.</summary>
    public static string? TensorOf(string name) =>
        name.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? name[..colon] : null;

    /// <param name="exactScales">The blocks' own scales if the values are whole multiples of them, below 128; else empty.</param>
    public void SetRows(int first, ReadOnlySpan<float> values, ReadOnlySpan<float> exactScales)
    {
        var at = first * _columns;
        for (var i = 0; i < values.Length; i += Block, at += Block)
        {
            var block = values.Slice(i, Block);
            var scale = exactScales.IsEmpty ? TensorPrimitives.MaxMagnitude(block) / Largest : exactScales[i / Block];
            scale = Math.Abs(scale);
            _scales[at / Block] = scale;
            for (var j = 0; j < Block; j++)
            {
                _values[at + j] = (byte)(Zero + (scale == 0 ? 0 : (int)MathF.Round(block[j] / scale)));
            }
        }
    }

    /// <summary>Adds blocks and scales under the names that stand for them; the values must be disposed of.</summary>
    public void Attach(string weight, Dictionary<string, OrtValue> values)
    {
        values[BlocksOf(weight)] = OrtValue.CreateTensorValueFromMemory(_values, [_values.Length / _columns, _columns / Block, Block]);
        values[ScalesOf(weight)] = OrtValue.CreateTensorValueFromMemory(_scales, [_scales.Length]);
    }

    /// <param name="values">Takes the row; as long as the matrix has columns.</param>
    public void CopyRow(int row, Span<float> values)
    {
        var from = _values.AsSpan(row * _columns, _columns);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (from[i] - Zero) * _scales[((row * _columns) + i) / Block];
        }
    }
}
