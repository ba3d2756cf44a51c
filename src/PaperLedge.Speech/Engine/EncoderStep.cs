using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Engine.Attention;
using PaperLedge.Speech.Ggml;

namespace PaperLedge.Speech.Engine;

/// <summary>Encoder of one window at a time. Owns one thread's working memory; not for concurrent use.</summary>
internal sealed class EncoderStep : IDisposable
{
    // A stage between two attentions treats each position separately. With this many positions at once, intermediate values, four times as
    // wide, stay in the cache, and the working memory is small.
    private const int PositionsAtOnce = 150;

    private readonly WhisperSession _session;
    private readonly PhaseTimes _timeline;
    private readonly Convolutions _convolutions;
    private readonly Cores _cores;

    // One for each core that works on this window.
    private readonly ConcurrentBag<SelfAttention> _attentions = [];
    private readonly List<StageRun[]> _encoder = [];
    private readonly List<StageRun[]> _cross = [];
    private readonly int _width;
    private readonly float[] _mel;
    private readonly float[] _hidden;
    private readonly float[] _residual;
    private readonly float[] _attended;
    private readonly float[] _query;
    private readonly float[] _key;
    private readonly float[] _value;
    private int _positions;

    public EncoderStep(WhisperSession session, Cores cores, PhaseTimes timeline)
    {
        var dimensions = session.Dimensions;
        (_session, _cores, _timeline, _width) = (session, cores, timeline, dimensions.AudioState);
        _convolutions = new(session.Convolutions, dimensions.MelBins);
        _mel = new float[dimensions.MelBins * WhisperDimensions.MelFrames];
        var size = WhisperDimensions.AudioContext * _width;
        (_hidden, _residual, _attended) = (StageRun.Allocate(size), StageRun.Allocate(size), StageRun.Allocate(size));
        (_query, _key, _value) = (StageRun.Allocate(size), StageRun.Allocate(size), StageRun.Allocate(size));
    }

    /// <summary>The encoder's result, positions × state; the next window overwrites it.</summary>
    public ReadOnlySpan<float> Encoded => Used(_hidden);

    /// <param name="frames">Even, and at most 3,000.</param>
    /// <returns>Memory for the next window's spectrogram: bins × frames.</returns>
    public Span<float> Mel(int frames)
    {
        if (frames / 2 != _positions)
        {
            Dispose();
            _positions = frames / 2;
            Bind();
        }

        return _mel.AsSpan(0, _session.Dimensions.MelBins * frames);
    }

    /// <summary>Encodes the spectrogram that was written to <see cref="Mel"/>.</summary>
    /// <param name="cache">Receives the keys and values for the decoder's cross-attention.</param>
    public void Run(CrossCache cache, RunOptions options)
    {
        _cores.BeginEncoding();
        try
        {
            Encode(options);
            FillCache(cache, options);
        }
        finally
        {
            _cores.EndEncoding();
        }
    }

    public void Dispose()
    {
        foreach (var part in _encoder.Concat(_cross).SelectMany(stage => stage))
        {
            part.Dispose();
        }

        _encoder.Clear();
        _cross.Clear();
        _positions = 0;
    }

    private void Encode(RunOptions options)
    {
        using var _ = _timeline.In(Phase.Encoder);
        _convolutions.Apply(_mel.AsSpan(0, 2 * _positions * _session.Dimensions.MelBins), Used(_hidden));
        Run(_encoder[0], options);
        for (var layer = 1; layer < _encoder.Count; layer++)
        {
            using (_timeline.In(Phase.EncoderAttention))
            {
                _cores.For(_session.Dimensions.AudioHeads, Attend);
            }

            Run(_encoder[layer], options);
            Used(_residual).CopyTo(_hidden);
        }
    }

    private void Attend(int head)
    {
        var attention = _attentions.TryTake(out var free)
            ? free
            : new SelfAttention(_width, _session.Dimensions.AudioHeads, WhisperDimensions.AudioContext);
        attention.Attend(head, Used(_query), Used(_key), Used(_value), Used(_attended));
        _attentions.Add(attention);
    }

    private void FillCache(CrossCache cache, RunOptions options)
    {
        using var _ = _timeline.In(Phase.CrossKeys);
        cache.Begin(_positions);
        for (var layer = 0; layer < _cross.Count; layer++)
        {
            Run(_cross[layer], options);
            _cores.For(_session.Dimensions.TextHeads, head => cache.Fill(layer, head, Used(_key), Used(_value)));
        }
    }

    private Span<float> Used(float[] memory) => memory.AsSpan(0, _positions * _width);

    private void Run(StageRun[] stage, RunOptions options) => _cores.For(stage.Length, part => stage[part].Run(options));

    private void Bind()
    {
        _encoder.Add(InParts((first, rows) => new(
            _session.EncoderStages[0],
            [Of(EncoderGraph.Hidden, _hidden, first, rows)],
            Asked(first, rows))));
        foreach (var stage in _session.EncoderStages.Skip(1))
        {
            var isLast = stage == _session.EncoderStages[^1];
            _encoder.Add(InParts((first, rows) => new(
                stage,
                [Of(EncoderGraph.Hidden, _hidden, first, rows), Of(EncoderGraph.Attended, _attended, first, rows)],
                isLast
                    ? [Of(EncoderGraph.Encoded, _residual, first, rows)]
                    : [Of(EncoderGraph.Residual, _residual, first, rows), .. Asked(first, rows)])));
        }

        foreach (var stage in _session.CrossStages)
        {
            _cross.Add(InParts((first, rows) => new(
                stage,
                [Of(EncoderGraph.Encoded, _hidden, first, rows)],
                [Of(EncoderGraph.Key, _key, first, rows), Of(EncoderGraph.Value, _value, first, rows)])));
        }
    }

    private StageRun[] InParts(Func<int, int, StageRun> bind) =>
        [.. Enumerable.Range(0, (_positions + PositionsAtOnce - 1) / PositionsAtOnce)
            .Select(part => bind(part * PositionsAtOnce, Math.Min(PositionsAtOnce, _positions - (part * PositionsAtOnce))))];

    private StageMemory[] Asked(int first, int rows) =>
    [
        Of(EncoderGraph.Query, _query, first, rows),
        Of(EncoderGraph.Key, _key, first, rows),
        Of(EncoderGraph.Value, _value, first, rows),
    ];

    private StageMemory Of(string name, float[] memory, int first, int rows) => new(name, memory, rows, _width, first);
}
