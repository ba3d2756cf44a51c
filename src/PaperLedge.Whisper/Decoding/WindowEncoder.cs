using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Attention;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>Encodes windows, one at a time, into caches that are used again. Not for concurrent use.</summary>
internal sealed class WindowEncoder(LoadedModel model)
{
    private readonly Stack<CrossCache> _free = [];
    private float[] _mel = [];

    /// <returns>To be given back by <see cref="Return"/>.</returns>
    public CrossCache Encode(ReadOnlySpan<float> samples, RunOptions run)
    {
        const int Frames = WhisperDimensions.MelFrames;
        var size = model.Spectrogram.Bins * Frames;
        if (_mel.Length < size)
        {
            _mel = new float[size];
        }

        model.Spectrogram.Compute(samples, _mel.AsSpan(0, size));
        var cache = _free.TryPop(out var free) ? free : new CrossCache(model.Session.Dimensions);
        cache.Begin(Frames / 2);
        var outputs = model.Session.Encode(_mel.AsMemory(0, size), run);
        for (var layer = 0; layer < outputs.Count / 2; layer++)
        {
            using var keys = outputs[2 * layer];
            using var values = outputs[(2 * layer) + 1];
            cache.Fill(layer, keys.GetTensorDataAsSpan<float>(), values.GetTensorDataAsSpan<float>());
        }

        return cache;
    }

    public void Return(CrossCache cache) => _free.Push(cache);
}
