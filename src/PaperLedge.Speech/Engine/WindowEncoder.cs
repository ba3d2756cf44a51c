using Microsoft.ML.OnnxRuntime;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Engine.Attention;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Engine;

/// <summary>Encoder of windows, one at a time, into caches that are reused. Not for concurrent use.</summary>
internal sealed class WindowEncoder(LoadedModel model, Cores cores, PhaseTimes timeline) : IDisposable
{
    private readonly EncoderStep _encoder = new(model.Session, cores, timeline);
    private readonly Stack<CrossCache> _free = [];

    /// <returns>A cache to be given back with <see cref="Return"/>.</returns>
    public CrossCache Encode(ReadOnlySpan<float> samples, RunOptions run)
    {
        using (timeline.In(Phase.Mel))
        {
            model.Spectrogram.Compute(samples, _encoder.Mel(WhisperDimensions.MelFrames));
        }

        var cache = _free.TryPop(out var free) ? free : new CrossCache(model.Session.Dimensions);
        _encoder.Run(cache, run);
        return cache;
    }

    public void Return(CrossCache cache) => _free.Push(cache);

    public void Dispose() => _encoder.Dispose();
}
