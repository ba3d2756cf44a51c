namespace PaperLedge.Whisper.Graph;

/// <summary>A node's attribute (AttributeProto): a number, or a list of whole numbers.</summary>
internal readonly record struct OnnxAttribute
{
    private const int Float = 1;
    private const int Int = 2;
    private const int Ints = 7;

    private readonly string _name;
    private readonly object _value;

    private OnnxAttribute(string name, object value) => (_name, _value) = (name, value);

    public static implicit operator OnnxAttribute((string Name, long Value) attribute) => new(attribute.Name, attribute.Value);

    public static implicit operator OnnxAttribute((string Name, float Value) attribute) => new(attribute.Name, attribute.Value);

    public static implicit operator OnnxAttribute((string Name, long[] Values) attribute) => new(attribute.Name, attribute.Values);

    public ProtoMessage ToProto()
    {
        var message = new ProtoMessage().Add(1, _name);
        switch (_value)
        {
            case float number:
                return message.Add(2, number).Add(20, Float);
            case long number:
                return message.Add(3, number).Add(20, Int);
            default:
                foreach (var number in (long[])_value)
                {
                    message.Add(8, number);
                }

                return message.Add(20, Ints);
        }
    }
}
