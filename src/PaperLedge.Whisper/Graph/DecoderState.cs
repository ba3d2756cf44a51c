using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Graph;

/// <summary>What the decoder carries from step to step for a batch of rows: the self-attention's keys and values so far.</summary>
/// <param name="rows">Of the batch.</param>
internal sealed class DecoderState(int rows, OrtValue[] past) : IDisposable
{
    private OrtValue[] _past = past;

    public int Rows { get; private set; } = rows;

    /// <summary>Tokens decoded so far, the same for every row.</summary>
    public int Length { get; private set; }

    /// <summary>Keys and values of layer 0, of layer 1, …</summary>
    public IReadOnlyList<OrtValue> Past => _past;

    public static DecoderState Empty(WhisperDimensions d, int rows)
    {
        long[] shape = [rows, d.TextHeads, 0, d.TextState / d.TextHeads];
        var past = new OrtValue[2 * d.TextLayers];
        for (var i = 0; i < past.Length; i++)
        {
            past[i] = Tensors.Allocate(shape);
        }

        return new(rows, past);
    }

    public void Grow(int tokens, OrtValue[] past)
    {
        Dispose();
        _past = past;
        Length += tokens;
    }

    /// <summary>Keeps some rows, in the order given; a row may be given more than once.</summary>
    public void Keep(ReadOnlySpan<int> kept)
    {
        for (var i = 0; i < _past.Length; i++)
        {
            var selected = Tensors.SelectRows(_past[i], kept);
            _past[i].Dispose();
            _past[i] = selected;
        }

        Rows = kept.Length;
    }

    public void Dispose() => Array.ForEach(_past, value => value.Dispose());
}
