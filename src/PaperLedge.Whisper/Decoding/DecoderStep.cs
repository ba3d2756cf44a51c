using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using PaperLedge.Whisper.Graph;

namespace PaperLedge.Whisper.Decoding;

/// <summary>
/// Feeds the decoder any mixture of tokens at once: one of each of many texts, or many of one. A token's result does not depend
/// on what is fed beside it. Owns one thread's working memory; not for concurrent use.
/// </summary>
internal sealed class DecoderStep(WhisperSession session, Timeline timeline) : IDisposable
{
    /// <summary>Bindings are kept for numbers of rows up to this; prompts, which are longer, come seldom.</summary>
    private const int MaxKeptRows = 64;

    private readonly int _width = session.Dimensions.TextState;
    private readonly Dictionary<(int Stage, int Rows), StageRun> _runs = [];
    private readonly List<int> _places = [];
    private readonly List<int> _wanted = [];
    private float[] _hidden = [];
    private float[] _residual = [];
    private float[] _attended = [];
    private float[] _query = [];
    private float[] _key = [];
    private float[] _value = [];
    private float[] _last = [];
    private float[] _logits = [];

    private int Layers => session.Dimensions.TextLayers;

    /// <summary>Runs one step. Afterwards <see cref="Logits"/> holds a row for each token that wanted one, in their order.</summary>
    public void Run(List<StepToken> tokens, RunOptions options)
    {
        using var _ = timeline.In(Phase.Decoder);
        Reserve(tokens.Count, tokens.Count(token => token.WantsLogits));
        Embed(tokens);
        Run(0, tokens.Count, options);
        for (var layer = 0; layer < Layers; layer++)
        {
            AttendSelf(layer, tokens);
            Run(1 + (2 * layer), tokens.Count, options);
            Swap();
            AttendCross(layer, tokens);
            Run(2 + (2 * layer), tokens.Count, options);
            Swap();
        }

        for (var i = 0; i < _wanted.Count; i++)
        {
            _hidden.AsSpan(_wanted[i] * _width, _width).CopyTo(_last.AsSpan(i * _width));
        }

        if (_wanted.Count > 0)
        {
            Run(1 + (2 * Layers), _wanted.Count, options);
        }
    }

    /// <summary>The logits after a token, of the whole vocabulary; overwritten by the next step.</summary>
    /// <param name="row">Counts the tokens that wanted logits.</param>
    public Span<float> Logits(int row) => From(0)[row];

    /// <summary>The logits from some row on.</summary>
    public LogitRows From(int row) => new(_logits, session.Tokens.Count, row);

    public void Dispose()
    {
        foreach (var run in _runs.Values)
        {
            run.Dispose();
        }

        _runs.Clear();
    }

    private void Embed(List<StepToken> tokens)
    {
        _places.Clear();
        _wanted.Clear();
        for (var i = 0; i < tokens.Count; i++)
        {
            var place = tokens[i].Text.Advance();
            _places.Add(place);
            session.Embedding.Write(tokens[i].Token, place, Row(_hidden, i));
            if (tokens[i].WantsLogits)
            {
                _wanted.Add(i);
            }
        }
    }

    private void AttendSelf(int layer, List<StepToken> tokens)
    {
        using var _ = timeline.In(Phase.SelfAttention);
        for (var i = 0; i < tokens.Count; i++)
        {
            tokens[i].Text.Attend(layer, _places[i], Row(_query, i), Row(_key, i), Row(_value, i), Row(_attended, i));
        }
    }

    private void AttendCross(int layer, List<StepToken> tokens)
    {
        using var _ = timeline.In(Phase.CrossAttention);
        for (var i = 0; i < tokens.Count; i++)
        {
            tokens[i].Text.Window.Attend(layer, Row(_query, i), Row(_attended, i), tokens[i].Probe);
        }
    }

    private Span<float> Row(float[] memory, int row) => memory.AsSpan(row * _width, _width);

    /// <summary>A stage's residual is the next stage's input. Bindings name memory, so the values are moved, not the arrays.</summary>
    private void Swap() => _residual.AsSpan(0, _places.Count * _width).CopyTo(_hidden);

    private void Run(int stage, int rows, RunOptions options)
    {
        if (rows > MaxKeptRows)
        {
            using var once = Bind(stage, rows);
            once.Run(options);
            return;
        }

        ref var run = ref CollectionsMarshal.GetValueRefOrAddDefault(_runs, (stage, rows), out _);
        run ??= Bind(stage, rows);
        run.Run(options);
    }

    private StageRun Bind(int stage, int rows)
    {
        var onnx = session.DecoderStages[stage];
        StageMemory Of(string name, float[] memory) => new(name, memory, rows, _width);
        StageMemory[] asked = [Of(DecoderGraph.Query, _query), Of(DecoderGraph.Key, _key), Of(DecoderGraph.Value, _value)];
        if (stage == 0)
        {
            return new(onnx, [Of(DecoderGraph.Hidden, _hidden)], asked);
        }

        if (stage == 1 + (2 * Layers))
        {
            return new(onnx, [Of(DecoderGraph.Hidden, _last)], [new(DecoderGraph.Logits, _logits, rows, session.Tokens.Count)]);
        }

        StageMemory[] inputs = [Of(DecoderGraph.Hidden, _hidden), Of(DecoderGraph.Attended, _attended)];
        var residual = Of(DecoderGraph.Residual, _residual);
        var isAfterSelf = stage % 2 == 1;
        return stage == 2 * Layers ? new(onnx, inputs, [residual])
            : new(onnx, inputs, isAfterSelf ? [residual, asked[0]] : [residual, .. asked]);
    }

    /// <summary>Grows the memory; bindings to what it was are void then.</summary>
    private void Reserve(int rows, int wanted)
    {
        if (rows * _width > _hidden.Length)
        {
            Dispose();
            var size = Math.Max(rows, 2 * _hidden.Length / _width) * _width;
            (_hidden, _residual, _attended) = (StageRun.Allocate(size), StageRun.Allocate(size), StageRun.Allocate(size));
            (_query, _key, _value) = (StageRun.Allocate(size), StageRun.Allocate(size), StageRun.Allocate(size));
        }

        if (wanted * session.Tokens.Count > _logits.Length)
        {
            Dispose();
            (_last, _logits) = (StageRun.Allocate(wanted * _width), StageRun.Allocate(wanted * session.Tokens.Count));
        }
    }
}
