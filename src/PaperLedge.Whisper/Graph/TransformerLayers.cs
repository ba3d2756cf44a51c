namespace PaperLedge.Whisper.Graph;

/// <summary>The parts that encoder and decoder share: pre-norm residual blocks of one width and head count.</summary>
internal sealed class TransformerLayers(OnnxGraph graph, int state, int heads)
{
    private const float NormEpsilon = 1e-5f;

    public int HeadSize => state / heads;

    public string Norm(string x, string name) =>
        graph.Node(
            "LayerNormalization",
            [x, graph.Weight($"{name}.weight", [state]), graph.Weight($"{name}.bias", [state])],
            ("axis", -1L),
            ("epsilon", NormEpsilon));

    /// <param name="hasBias">Every projection but the keys' has one.</param>
    public string Linear(string x, string name, int inputs, int outputs, bool hasBias = true)
    {
        var product = graph.Node("MatMul", [x, graph.Weight($"{name}.weight", [inputs, outputs])]);
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

    /// <summary>[B, S, state] to [B, heads, S, head size].</summary>
    public string SplitHeads(string x)
    {
        var split = graph.Node("Reshape", [x, graph.Constant(0, 0, heads, HeadSize)]);
        return graph.Node("Transpose", [split], ("perm", new long[] { 0, 2, 1, 3 }));
    }

    /// <summary>
    /// Attention over <paramref name="inputs"/> (query, key, value …) as com.microsoft defines it; scaled by 1/√head size.
    /// </summary>
    public void Attend(ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, bool isCausal) =>
        graph.Node(
            $"{OnnxGraph.ContribDomain}:MultiHeadAttention",
            inputs,
            outputs,
            ("num_heads", (long)heads),
            ("unidirectional", isCausal ? 1L : 0L));
}
