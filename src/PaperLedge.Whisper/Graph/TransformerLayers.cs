namespace PaperLedge.Whisper.Graph;

/// <summary>The parts that encoder and decoder share: pre-norm residual blocks of one width and head count.</summary>
/// <param name="isEightBit">Whether the projections' weights are 8-bit blocks (<see cref="QuantisedWeights"/>).</param>
internal sealed class TransformerLayers(OnnxGraph graph, int state, int heads, bool isEightBit)
{
    private const float NormEpsilon = 1e-5f;

    /// <summary>Activations, too, are turned to 8-bit blocks, so that whole numbers are multiplied.</summary>
    private const long EightBitArithmetic = 4;

    public string Norm(string x, string name) =>
        graph.Node(
            "LayerNormalization",
            [x, graph.Weight($"{name}.weight", [state]), graph.Weight($"{name}.bias", [state])],
            ("axis", -1L),
            ("epsilon", NormEpsilon));

    /// <param name="hasBias">Every projection but the keys' has one.</param>
    public string Linear(string x, string name, int inputs, int outputs, bool hasBias = true)
    {
        var product = isEightBit
            ? MultiplyEightBit(graph, x, $"{name}.weight", inputs, outputs)
            : graph.Node("MatMul", [x, graph.Weight($"{name}.weight", [inputs, outputs])]);
        return hasBias ? graph.Node("Add", [product, graph.Weight($"{name}.bias", [outputs])]) : product;
    }

    public string Project(string x, string name, bool hasBias = true) => Linear(x, name, state, state, hasBias);

    public string Gelu(string x) => graph.Node($"{OnnxGraph.ContribDomain}:Gelu", [x]);

    /// <summary>x + mlp(norm(x)), four times as wide inside, with the exact (erf) GELU.</summary>
    public string Mlp(string x, string block)
    {
        var inner = Gelu(Linear(Norm(x, $"{block}.mlp_ln"), $"{block}.mlp.0", state, 4 * state));
        return graph.Node("Add", [x, Linear(inner, $"{block}.mlp.2", 4 * state, state)]);
    }

    /// <summary>Adds an attention's output projection to the residual stream.</summary>
    public string AddProjected(string x, string attended, string attention) =>
        graph.Node("Add", [x, Project(attended, $"{attention}.out")]);

    /// <summary>Attention of every position to every other; scaled by 1/√head size.</summary>
    public string Attend(string query, string key, string value) =>
        graph.Node($"{OnnxGraph.ContribDomain}:MultiHeadAttention", [query, key, value], ("num_heads", (long)heads));

    /// <param name="weight">A tensor of the file; its blocks and scales are attached in its place.</param>
    public static string MultiplyEightBit(OnnxGraph graph, string x, string weight, int inputs, int outputs)
    {
        var blocks = inputs / QuantisedWeights.Block;
        return graph.Node(
            $"{OnnxGraph.ContribDomain}:MatMulNBits",
            [
                x,
                graph.Weight(QuantisedWeights.BlocksOf(weight), [outputs, blocks, QuantisedWeights.Block], OnnxElement.UInt8),
                graph.Weight(QuantisedWeights.ScalesOf(weight), [(long)outputs * blocks]),
            ],
            ("K", (long)inputs),
            ("N", (long)outputs),
            ("bits", 8L),
            ("block_size", (long)QuantisedWeights.Block),
            ("accuracy_level", EightBitArithmetic));
    }
}
