namespace PaperLedge.Speech.Engine;

/// <summary>Builder of the encoder's parts: pre-norm residual blocks of one width.</summary>
/// <param name="isEightBit">True if projections multiply integers of 8 bits.</param>
internal sealed class TransformerLayers(OnnxGraph graph, int state, bool isEightBit)
{
    private const float NormEpsilon = 1e-5f;

    // Activations have 8 bits around this zero point.
    private const byte Zero = 128;
    private const float Largest = 127;

    public string Norm(string x, string name) =>
        graph.Node(
            "LayerNormalization",
            [x, graph.Weight($"{name}.weight", [state]), graph.Weight($"{name}.bias", [state])],
            ("axis", -1L),
            ("epsilon", NormEpsilon));

    /// <summary>Computes several projections of the same values, which are rounded once for all of them.</summary>
    /// <param name="projections">Every projection but the keys' has a bias.</param>
    public string[] Project(string x, (string Name, bool HasBias)[] projections) => Project(x, projections, state, state);

    public string Gelu(string x) => graph.Node($"{OnnxGraph.ContribDomain}:Gelu", [x]);

    /// <summary>Computes x + mlp(norm(x)), four times as wide inside, with the exact (erf) GELU.</summary>
    public string Mlp(string x, string block)
    {
        var inner = Gelu(Project(Norm(x, $"{block}.mlp_ln"), [($"{block}.mlp.0", true)], state, 4 * state)[0]);
        return graph.Node("Add", [x, Project(inner, [($"{block}.mlp.2", true)], 4 * state, state)[0]]);
    }

    public string AddProjected(string x, string attended, string attention) =>
        graph.Node("Add", [x, Project(attended, [($"{attention}.out", true)])[0]]);

    private string[] Project(string x, (string Name, bool HasBias)[] projections, int inputs, int outputs)
    {
        var rounded = isEightBit ? Round(x) : default;
        var results = new List<string>();
        foreach (var (name, hasBias) in projections)
        {
            var product = isEightBit
                ? MultiplyColumns(rounded, $"{name}.weight", inputs, outputs)
                : graph.Node("MatMul", [x, graph.Weight($"{name}.weight", [inputs, outputs])]);
            results.Add(hasBias ? graph.Node("Add", [product, graph.Weight($"{name}.bias", [outputs])]) : product);
        }

        return [.. results];
    }

    // Rounds each row to 8 bits by its largest value. Returns unsigned bytes and a scale for each row.
    private (string Values, string Scale) Round(string x)
    {
        var (columns, keep) = (("axes", new long[] { 1 }), ("keepdims", 1L));
        var least = graph.Node("ReduceMin", [x], columns, keep);
        var most = graph.Node("Max", [graph.Node("ReduceMax", [x], columns, keep), graph.Node("Neg", [least])]);
        var scale = graph.Node("Mul", [most, graph.Constant(1 / Largest)]);
        var scales = graph.Node("Reshape", [scale, graph.Constant(-1L)]);
        var zeros = graph.Node("Expand", [graph.Constant(Zero), graph.Node("Shape", [scales])]);
        return (graph.Node("QuantizeLinear", [x, scales, zeros], ("axis", 0L)), scale);
    }

    private string MultiplyColumns((string Values, string Scale) rounded, string weight, int inputs, int outputs)
    {
        var product = graph.Node(
            $"{OnnxGraph.ContribDomain}:MatMulIntegerToFloat",
            [
                rounded.Values,
                graph.Weight(ColumnWeights.ColumnsOf(weight), [inputs, outputs], OnnxElement.Int8),
                graph.Constant(1f),
                graph.Weight(ColumnWeights.ScalesOf(weight), [outputs]),
                graph.Constant(Zero),
            ]);
        return graph.Node("Mul", [product, rounded.Scale]);
    }
}
