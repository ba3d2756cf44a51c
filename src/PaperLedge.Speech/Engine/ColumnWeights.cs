using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Speech.Engine;

/// <summary>Weight matrix for MatMulIntegerToFloat: inputs × outputs signed bytes, and a scale for each output.</summary>
/// <remarks>
/// Processors without VNNI add the products of two neighbouring inputs in 16 bits (<c>vpmaddubsw</c>), which an activation of 255 and two
/// weights that sum to more than 128 would overflow. The scales are chosen so that no two neighbours do, and the result is the same on
/// every processor.
/// </remarks>
internal sealed class ColumnWeights
{
    private const float Largest = 127;
    private const float LargestPair = 128;

    private readonly sbyte[] _values;
    private readonly float[] _scales;
    private readonly int _inputs;

    public ColumnWeights(int outputs, int inputs)
    {
        _inputs = inputs;
        _values = GC.AllocateUninitializedArray<sbyte>(outputs * inputs, pinned: true);
        _scales = GC.AllocateUninitializedArray<float>(outputs, pinned: true);
    }

    public static string ColumnsOf(string weight) => $"{weight}:columns";

    public static string ScalesOf(string weight) => $"{weight}:scales";

    /// <returns>The tensor that one of the two names refers to; null for any other name.</returns>
    public static string? TensorOf(string name) => name.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? name[..colon] : null;

    /// <param name="weights">Of some outputs, one after the other; a multiple of 16 of each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SetOutputs(int first, ReadOnlySpan<float> weights)
    {
        var outputs = weights.Length / _inputs;
        var memory = ArrayPool<short>.Shared.Rent(weights.Length);
        var rounded = memory.AsSpan(0, weights.Length);
        for (var i = 0; i < outputs; i++)
        {
            var own = weights.Slice(i * _inputs, _inputs);
            _scales[first + i] = ScaleOf(own);
            Rounding.RoundBy(_scales[first + i], own, rounded[(i * _inputs)..]);
        }

        for (var input = 0; input < _inputs; input++)
        {
            var to = _values.AsSpan((input * _scales.Length) + first, outputs);
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = (sbyte)rounded[(i * _inputs) + input];
            }
        }

        ArrayPool<short>.Shared.Return(memory);
    }

    /// <summary>Adds values and scales under their names; the caller must dispose of the values.</summary>
    public void Attach(string weight, Dictionary<string, OrtValue> values)
    {
        values[ColumnsOf(weight)] = OrtValue.CreateTensorValueFromMemory(_values, [_inputs, _scales.Length]);
        values[ScalesOf(weight)] = OrtValue.CreateTensorValueFromMemory(_scales, [_scales.Length]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float ScaleOf(ReadOnlySpan<float> weights)
    {
        var pair = 0f;
        for (var i = 0; i + 1 < weights.Length; i += 2)
        {
            pair = MathF.Max(pair, MathF.Abs(weights[i] + weights[i + 1]));
        }

        // Each of the two weights may be rounded up by a half.
        return MathF.Max(Rounding.Largest(weights) / Largest, pair / (LargestPair - 1));
    }
}
