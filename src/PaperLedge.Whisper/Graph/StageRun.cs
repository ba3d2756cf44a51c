using Microsoft.ML.OnnxRuntime;

namespace PaperLedge.Whisper.Graph;

/// <summary>A stage of the decoder bound to memory for one number of rows.</summary>
internal sealed class StageRun : IDisposable
{
    private readonly InferenceSession _stage;
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];

    /// <param name="rows">Of every input and output.</param>
    /// <param name="inputs">Memory by name, rows × width or more.</param>
    /// <param name="outputs">The same; may not overlap the inputs.</param>
    public StageRun(InferenceSession stage, int rows, (string Name, float[] Memory, int Width)[] inputs, (string Name, float[] Memory, int Width)[] outputs)
    {
        _stage = stage;
        _binding = stage.CreateIoBinding();
        foreach (var (name, memory, width) in inputs)
        {
            _binding.BindInput(name, Bind(memory, rows, width));
        }

        foreach (var (name, memory, width) in outputs)
        {
            _binding.BindOutput(name, Bind(memory, rows, width));
        }
    }

    public void Run(RunOptions options) => _stage.RunWithBinding(options, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        _values.ForEach(value => value.Dispose());
    }

    private OrtValue Bind(float[] memory, int rows, int width)
    {
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory.AsMemory(0, rows * width), [rows, width]);
        _values.Add(value);
        return value;
    }
}
