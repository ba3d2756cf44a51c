namespace PaperLedge.Whisper.Graph;

/// <summary>
/// An ONNX model being built: nodes in topological order, named inputs and outputs, small constants inside and weights
/// outside (declared here as external data, handed to the session in memory).
/// </summary>
internal sealed class OnnxGraph(string name)
{
    public const string ContribDomain = "com.microsoft";

    private const int IrVersion = 8;
    private const int Opset = 17;
    private const int ExternalLocation = 1;

    /// <summary>
    /// ONNX Runtime demands that the place of external data exists, below the working directory, even of a tensor that it
    /// is given in memory and never reads from there.
    /// </summary>
    private const string ExistingPath = ".";

    private readonly List<ProtoMessage> _nodes = [];
    private readonly List<ProtoMessage> _inputs = [];
    private readonly List<ProtoMessage> _outputs = [];
    private readonly List<ProtoMessage> _initializers = [];
    private readonly HashSet<string> _weights = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The weights that the session must be given.</summary>
    public IReadOnlyCollection<string> Weights => _weights;

    /// <param name="shape">Numbers for fixed sizes, names for free ones.</param>
    public string Input(string input, OnnxElement type, params ReadOnlySpan<object> shape)
    {
        _inputs.Add(OnnxValue.Named(input, type, shape));
        return input;
    }

    /// <summary>Gives a value the name under which it is read.</summary>
    public void Output(string value, string output, OnnxElement type, params ReadOnlySpan<object> shape)
    {
        Node("Identity", [value], [output]);
        _outputs.Add(OnnxValue.Named(output, type, shape));
    }

    /// <summary>Declares a value that a node already gives under its final name.</summary>
    public void Output(string output, OnnxElement type, params ReadOnlySpan<object> shape) =>
        _outputs.Add(OnnxValue.Named(output, type, shape));

    public string Weight(string weight, ReadOnlySpan<long> shape, OnnxElement type = OnnxElement.Float)
    {
        if (_weights.Add(weight))
        {
            var tensor = OnnxValue.Tensor(weight, type, shape);
            tensor.Add(13, new ProtoMessage().Add(1, "location").Add(2, ExistingPath));
            tensor.Add(14, ExternalLocation);
            _initializers.Add(tensor);
        }

        return weight;
    }

    public string Constant(params ReadOnlySpan<long> values)
    {
        var constant = NewName("constant");
        var tensor = OnnxValue.Tensor(constant, OnnxElement.Int64, [values.Length]);
        foreach (var value in values)
        {
            tensor.Add(7, value);
        }

        _initializers.Add(tensor);
        return constant;
    }

    /// <summary>A single number.</summary>
    public string Constant(float value)
    {
        var constant = NewName("constant");
        _initializers.Add(OnnxValue.Tensor(constant, OnnxElement.Float, []).Add(4, value));
        return constant;
    }

    public string Constant(byte value)
    {
        var constant = NewName("constant");
        _initializers.Add(OnnxValue.Tensor(constant, OnnxElement.UInt8, []).Add(5, value));
        return constant;
    }

    /// <returns>The name of the node's only output.</returns>
    public string Node(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var output = NewName(operation);
        Node(operation, inputs, [output], attributes);
        return output;
    }

    /// <param name="operation">Prefixed with <see cref="ContribDomain"/> and a colon if it is not ONNX's own.</param>
    public void Node(
        string operation,
        ReadOnlySpan<string> inputs,
        ReadOnlySpan<string> outputs,
        params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtoMessage();
        foreach (var input in inputs)
        {
            node.Add(1, input);
        }

        foreach (var output in outputs)
        {
            node.Add(2, output);
        }

        var isContrib = operation.StartsWith(ContribDomain, StringComparison.Ordinal);
        node.Add(4, isContrib ? operation[(ContribDomain.Length + 1)..] : operation);
        foreach (var attribute in attributes)
        {
            node.Add(5, attribute.ToProto());
        }

        if (isContrib)
        {
            node.Add(7, ContribDomain);
        }

        _nodes.Add(node);
    }

    /// <summary>The whole model (ModelProto), without its weights.</summary>
    public byte[] ToModel()
    {
        var graph = new ProtoMessage();
        _nodes.ForEach(node => graph.Add(1, node));
        graph.Add(2, name);
        _initializers.ForEach(tensor => graph.Add(5, tensor));
        _inputs.ForEach(input => graph.Add(11, input));
        _outputs.ForEach(output => graph.Add(12, output));

        return new ProtoMessage()
            .Add(1, IrVersion)
            .Add(2, "PaperLedge")
            .Add(7, graph)
            .Add(8, new ProtoMessage().Add(1, "").Add(2, Opset))
            .Add(8, new ProtoMessage().Add(1, ContribDomain).Add(2, 1))
            .ToBytes();
    }

    private string NewName(string kind) => $"{kind}.{_count++}";
}
