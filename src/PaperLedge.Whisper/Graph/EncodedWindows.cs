using Microsoft.ML.OnnxRuntime;

namespace PaperLedge.Whisper.Graph;

/// <summary>A batch of encoded windows: the cross-attention's keys and values of layer 0, of layer 1, …</summary>
internal sealed class EncodedWindows(int rows, OrtValue[] cross) : IDisposable
{
    public int Rows => rows;

    public IReadOnlyList<OrtValue> Cross => cross;

    public EncodedWindows Select(ReadOnlySpan<int> kept)
    {
        var selected = new OrtValue[cross.Length];
        for (var i = 0; i < selected.Length; i++)
        {
            selected[i] = Tensors.SelectRows(cross[i], kept);
        }

        return new(kept.Length, selected);
    }

    public void Dispose() => Array.ForEach(cross, value => value.Dispose());
}
