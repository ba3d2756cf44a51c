using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Attention;
using PaperLedge.Whisper.Models;

namespace PaperLedge.Whisper.Decoding;

/// <summary>Encodes windows, one at a time, into caches that are used again. Not for concurrent use.</summary>
internal sealed class WindowEncoder(LoadedModel model, Cores cores, Timeline timeline) : IDisposable
{
    private readonly EncoderStep _encoder = new(model.Session, cores, timeline);
    private readonly Stack<CrossCache> _free = [];

    /// <returns>To be given back by <see cref="Return"/>.</returns>
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
