using Google.Protobuf;

namespace PaperLedge.Speech.Engine;

/// <summary>Builder of an ONNX model: nodes in topological order, named inputs and outputs, constants and weights.</summary>
/// <remarks>
/// Small constants are stored in the model. Weights are declared as external data and handed to the session in memory.
/// </remarks>
internal sealed class OnnxGraph(string name)
{
    public const string ContribDomain = "com.microsoft";

    // ONNX Runtime requires that the location of external data exists, below the working directory, even for a tensor that it is given in
    // memory and never reads from there.
    private const string ExistingPath = ".";

    private readonly GraphProto _graph = new() { Name = name };
    private readonly HashSet<string> _weights = new(StringComparer.Ordinal);
    private int _count;

    // The weights that the session must be given.
    public IReadOnlyCollection<string> Weights => _weights;

    /// <param name="shape">Numbers for fixed sizes, names for free ones.</param>
    public string Input(string input, OnnxElement type, params TensorDimension[] shape)
    {
        _graph.Input.Add(Value(input, type, shape));
        return input;
    }

    public void Output(string value, string output, OnnxElement type, params TensorDimension[] shape)
    {
        _graph.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { output } });
        _graph.Output.Add(Value(output, type, shape));
    }

    public string Weight(string weight, long[] shape, OnnxElement type = OnnxElement.Float)
    {
        if (_weights.Add(weight))
        {
            _graph.Initializer.Add(new TensorProto
            {
                Name = weight,
                DataType = type,
                Dims = { shape },
                DataLocation = TensorProto.Types.DataLocation.External,
                ExternalData = { new StringStringEntryProto { Key = "location", Value = ExistingPath } },
            });
        }

        return weight;
    }

    public string Constant(params long[] values) =>
        Constant(new TensorProto { DataType = OnnxElement.Int64, Dims = { values.Length }, Int64Data = { values } });

    // A scalar.
    public string Constant(float value) => Constant(new TensorProto { DataType = OnnxElement.Float, FloatData = { value } });

    public string Constant(byte value) => Constant(new TensorProto { DataType = OnnxElement.Uint8, Int32Data = { value } });

    /// <param name="operation">Prefixed with <see cref="ContribDomain"/> and a colon if it is not one of ONNX's own.</param>
    /// <returns>The name of the node's only output.</returns>
    public string Node(string operation, string[] inputs, params AttributeProto[] attributes)
    {
        var output = NewName(operation);
        var node = new NodeProto { OpType = operation, Input = { inputs }, Output = { output }, Attribute = { attributes } };
        if (operation.Split(':') is [var domain, var own])
        {
            (node.Domain, node.OpType) = (domain, own);
        }

        _graph.Node.Add(node);
        return output;
    }

    // A ModelProto without its weights.
    public byte[] ToModel() => new ModelProto
    {
        IrVersion = 8,
        ProducerName = "PaperLedge",
        Graph = _graph,
        OpsetImport = { new OperatorSetIdProto { Version = 17 }, new OperatorSetIdProto { Domain = ContribDomain, Version = 1 } },
    }.ToByteArray();

    private static ValueInfoProto Value(string value, OnnxElement type, TensorDimension[] shape)
    {
        var tensor = new TensorTypeProto { ElemType = type, Shape = new() { Dim = { shape } } };
        return new() { Name = value, Type = new() { TensorType = tensor } };
    }

    private string Constant(TensorProto tensor)
    {
        tensor.Name = NewName("constant");
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private string NewName(string kind) => $"{kind}.{_count++}";
}

internal sealed partial class AttributeProto
{
    public static implicit operator AttributeProto((string Name, long Value) attribute) =>
        new() { Name = attribute.Name, Type = Types.AttributeType.Int, I = attribute.Value };

    public static implicit operator AttributeProto((string Name, float Value) attribute) =>
        new() { Name = attribute.Name, Type = Types.AttributeType.Float, F = attribute.Value };

    public static implicit operator AttributeProto((string Name, long[] Values) attribute) =>
        new() { Name = attribute.Name, Type = Types.AttributeType.Ints, Ints = { attribute.Values } };
}

internal sealed partial class TensorDimension
{
    public static implicit operator TensorDimension(long size) => new() { DimValue = size };

    public static implicit operator TensorDimension(string free) => new() { DimParam = free };
}
