using Microsoft.ML.OnnxRuntime;

namespace PaperLedge.Speech.Engine;

internal readonly record struct StageMemory(string Name, float[] Values, int Rows, int Width, int First = 0);

internal sealed class StageRun : IDisposable
{
    private readonly InferenceSession _stage;
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];

    /// <param name="outputs">Must not overlap the inputs.</param>
    public StageRun(InferenceSession stage, ReadOnlySpan<StageMemory> inputs, ReadOnlySpan<StageMemory> outputs)
    {
        _stage = stage;
        _binding = stage.CreateIoBinding();
        foreach (var input in inputs)
        {
            _binding.BindInput(input.Name, Bind(input));
        }

        foreach (var output in outputs)
        {
            _binding.BindOutput(output.Name, Bind(output));
        }
    }

    // Pinned, so that the memory does not move.
    public static float[] Allocate(int size) => GC.AllocateUninitializedArray<float>(size, pinned: true);

    public void Run(RunOptions options) => _stage.RunWithBinding(options, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        _values.ForEach(value => value.Dispose());
    }

    private OrtValue Bind(StageMemory memory)
    {
        var (values, shape) = (
            memory.Values.AsMemory(memory.First * memory.Width, memory.Rows * memory.Width),
            new long[] { memory.Rows, memory.Width });
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, shape);
        _values.Add(value);
        return value;
    }
}
