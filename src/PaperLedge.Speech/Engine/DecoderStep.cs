using System.Numerics.Tensors;
using PaperLedge.Speech.Decoding;
using PaperLedge.Speech.Engine.Arithmetic;

namespace PaperLedge.Speech.Engine;

/// <summary>Decoder step for any mixture of tokens: one of each of many texts, or many of one. Not for concurrent use.</summary>
/// <remarks>A token's result does not depend on the other tokens of the step. Owns one thread's working memory.</remarks>
internal sealed class DecoderStep(WhisperSession session, PhaseTimes timeline)
{
    private readonly DecoderWeights _weights = session.Decoder;
    private readonly int _width = session.Dimensions.TextState;
    private readonly RoundedRows _rounded = new();
    private readonly List<int> _places = [];
    private readonly List<int> _wanted = [];
    private float[] _hidden = [];
    private float[] _normal = [];
    private float[] _attended = [];
    private float[] _query = [];
    private float[] _key = [];
    private float[] _value = [];
    private float[] _inner = [];
    private float[] _logits = [];

    /// <summary>Runs one step. Afterwards <see cref="Logits"/> holds a row for each token that wanted logits, in their order.</summary>
    public void Run(List<StepToken> tokens)
    {
        using var _ = timeline.In(Phase.Decoder);
        Reserve(tokens.Count, tokens.Count(token => token.WantsLogits));
        Embed(tokens);
        for (var layer = 0; layer < _weights.Layers.Count; layer++)
        {
            var weights = _weights.Layers[layer];
            var rows = Normalise(weights.SelfNorm);
            weights.SelfQuery.Apply(rows, _query);
            weights.SelfKey.Apply(rows, _key);
            weights.SelfValue.Apply(rows, _value);
            AttendSelf(layer, tokens);
            AddProjected(weights.SelfOut, Used(_attended));

            weights.CrossQuery.Apply(Normalise(weights.CrossNorm), _query);
            AttendCross(layer, tokens);
            AddProjected(weights.CrossOut, Used(_attended));

            var inner = _inner.AsSpan(0, tokens.Count * weights.MlpIn.Outputs);
            weights.MlpIn.Apply(Normalise(weights.MlpNorm), inner);
            Activation.Gelu(inner);
            AddProjected(weights.MlpOut, inner);
        }

        PredictNext();
    }

    /// <param name="row">Index among the tokens that wanted logits.</param>
    /// <returns>Logits after a token, over the whole vocabulary; the next step overwrites them.</returns>
    public Span<float> Logits(int row) => From(0)[row];

    public LogitRows From(int row) => new(_logits, session.Tokens.Count, row);

    private void Embed(List<StepToken> tokens)
    {
        _places.Clear();
        _wanted.Clear();
        for (var i = 0; i < tokens.Count; i++)
        {
            var place = tokens[i].Text.Advance();
            _places.Add(place);
            _weights.Embed(tokens[i].Token, place, Row(_hidden, i));
            if (tokens[i].WantsLogits)
            {
                _wanted.Add(i);
            }
        }
    }

    private RoundedRows Normalise(NormWeights norm)
    {
        norm.Apply(Used(_hidden), _normal);
        return _rounded.Take(Used(_normal), _width);
    }

    private void AddProjected(LinearWeights weights, ReadOnlySpan<float> rows)
    {
        weights.Apply(_rounded.Take(rows, weights.Weights.Inputs), _normal);
        TensorPrimitives.Add(Used(_hidden), Used(_normal), Used(_hidden));
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
            var text = tokens[i].Text;
            text.Remember(session.AlignmentHeads, layer, _places[i], Row(_query, i));
            text.Window.Attend(layer, Row(_query, i), Row(_attended, i));
        }
    }

    private void PredictNext()
    {
        for (var i = 0; i < _wanted.Count; i++)
        {
            _weights.Norm.Apply(Row(_hidden, _wanted[i]), Row(_normal, i));
        }

        if (_wanted.Count > 0)
        {
            _weights.Tokens.Multiply(_rounded.Take(_normal.AsSpan(0, _wanted.Count * _width), _width), [], _logits);
        }
    }

    private Span<float> Row(float[] memory, int row) => memory.AsSpan(row * _width, _width);

    // All rows of this step.
    private Span<float> Used(float[] memory) => memory.AsSpan(0, _places.Count * _width);

    private void Reserve(int rows, int wanted)
    {
        var size = rows * _width;
        if (size > _hidden.Length)
        {
            (_hidden, _normal, _attended) = (new float[size], new float[size], new float[size]);
            (_query, _key, _value) = (new float[size], new float[size], new float[size]);
            _inner = new float[rows * _weights.Layers[0].MlpIn.Outputs];
        }

        if (wanted * session.Tokens.Count > _logits.Length)
        {
            _logits = new float[wanted * session.Tokens.Count];
        }
    }
}
