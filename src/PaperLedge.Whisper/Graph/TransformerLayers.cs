namespace PaperLedge.Whisper.Graph;

/// <summary>How the projections' weights are kept, and what they are multiplied with.</summary>
internal enum WeightForm
{
    /// <summary>Single precision.</summary>
    Single,

    /// <summary>8 bits, a scale for each block (<see cref="BlockWeights"/>): quickest for few rows, which share little of what is read.</summary>
    Blocks,

    /// <summary>8 bits, a scale for each output (<see cref="ColumnWeights"/>): quickest for many rows.</summary>
    Columns,
}

/// <summary>The parts that encoder and decoder share: pre-norm residual blocks of one width.</summary>
internal sealed class TransformerLayers(OnnxGraph graph, int state, WeightForm form)
{
    private const float NormEpsilon = 1e-5f;

    /// <summary>Activations, too, are turned to 8-bit blocks, so that whole numbers are multiplied.</summary>
    private const long EightBitArithmetic = 4;

    /// <summary>Activations take 8 bits around it.</summary>
    private const byte Zero = 128;
    private const float Largest = 127;

    public string Norm(string x, string name) =>
        graph.Node(
            "LayerNormalization",
            [x, graph.Weight($"{name}.weight", [state]), graph.Weight($"{name}.bias", [state])],
            ("axis", -1L),
            ("epsilon", NormEpsilon));

    public string Project(string x, string name, bool hasBias = true) => Project(x, [(name, hasBias)])[0];

    /// <summary>Several projections of the same values, which are rounded once for all of them.</summary>
    /// <param name="projections">Every projection but the keys' has a bias.</param>
    public string[] Project(string x, ReadOnlySpan<(string Name, bool HasBias)> projections) => Project(x, projections, state, state);

    public string Gelu(string x) => graph.Node($"{OnnxGraph.ContribDomain}:Gelu", [x]);

    /// <summary>x + mlp(norm(x)), four times as wide inside, with the exact (erf) GELU.</summary>
    public string Mlp(string x, string block)
    {
        var inner = Gelu(Project(Norm(x, $"{block}.mlp_ln"), [($"{block}.mlp.0", true)], state, 4 * state)[0]);
        return graph.Node("Add", [x, Project(inner, [($"{block}.mlp.2", true)], 4 * state, state)[0]]);
    }

    /// <summary>Adds an attention's output projection to the residual stream.</summary>
    public string AddProjected(string x, string attended, string attention) =>
        graph.Node("Add", [x, Project(attended, $"{attention}.out")]);

    /// <param name="weight">A tensor of the file; its blocks and scales are attached in its place.</param>
    public static string MultiplyBlocks(OnnxGraph graph, string x, string weight, int inputs, int outputs)
    {
        var blocks = inputs / BlockWeights.Block;
        return graph.Node(
            $"{OnnxGraph.ContribDomain}:MatMulNBits",
            [
                x,
                graph.Weight(BlockWeights.BlocksOf(weight), [outputs, blocks, BlockWeights.Block], OnnxElement.UInt8),
                graph.Weight(BlockWeights.ScalesOf(weight), [(long)outputs * blocks]),
            ],
            ("K", (long)inputs),
            ("N", (long)outputs),
            ("bits", 8L),
            ("block_size", (long)BlockWeights.Block),
            ("accuracy_level", EightBitArithmetic));
    }

    private string[] Project(string x, ReadOnlySpan<(string Name, bool HasBias)> projections, int inputs, int outputs)
    {
        Func<string, string> multiply = form switch
        {
            WeightForm.Single => weight => graph.Node("MatMul", [x, graph.Weight(weight, [inputs, outputs])]),
            WeightForm.Blocks => weight => MultiplyBlocks(graph, x, weight, inputs, outputs),
            _ => Round(x) is var (rounded, scale) ? weight => MultiplyColumns(rounded, scale, weight, inputs, outputs) : null!,
        };
        var results = new List<string>();
        foreach (var (name, hasBias) in projections)
        {
            var product = multiply($"{name}.weight");
            results.Add(hasBias ? graph.Node("Add", [product, graph.Weight($"{name}.bias", [outputs])]) : product);
        }

        return [.. results];
    }

    /// <summary>Rounds each row to 8 bits by its largest value.</summary>
    /// <returns>Unsigned bytes, and a scale for each row.</returns>
    private (string Rounded, string Scale) Round(string x)
    {
        var (columns, keep) = (("axes", new long[] { 1 }), ("keepdims", 1L));
        var least = graph.Node("ReduceMin", [x], columns, keep);
        var most = graph.Node("Max", [graph.Node("ReduceMax", [x], columns, keep), graph.Node("Neg", [least])]);
        var scale = graph.Node("Mul", [most, graph.Constant(1 / Largest)]);
        var scales = graph.Node("Reshape", [scale, graph.Constant(-1L)]);
        var zeros = graph.Node("Expand", [graph.Constant(Zero), graph.Node("Shape", [scales])]);
        return (graph.Node("QuantizeLinear", [x, scales, zeros], ("axis", 0L)), scale);
    }

    private string MultiplyColumns(string rounded, string scale, string weight, int inputs, int outputs)
    {
        var product = graph.Node(
            $"{OnnxGraph.ContribDomain}:MatMulIntegerToFloat",
            [
                rounded,
                graph.Weight(ColumnWeights.ColumnsOf(weight), [inputs, outputs], OnnxElement.Int8),
                graph.Constant(1f),
                graph.Weight(ColumnWeights.ScalesOf(weight), [outputs]),
                graph.Constant(Zero),
            ]);
        return graph.Node("Mul", [product, scale]);
    }
}
