using System.Globalization;

namespace PaperLedge.Whisper.Graph;

/// <summary>What an ONNX model says of a value: its name, element type and shape.</summary>
internal static class OnnxValue
{
    /// <summary>A TensorProto without its values.</summary>
    public static ProtoMessage Tensor(string tensor, OnnxElement type, ReadOnlySpan<long> shape)
    {
        var message = new ProtoMessage();
        foreach (var size in shape)
        {
            message.Add(1, size);
        }

        return message.Add(2, (long)type).Add(8, tensor);
    }

    /// <summary>A ValueInfoProto: an input or output.</summary>
    /// <param name="shape">Numbers for fixed sizes, names for free ones.</param>
    public static ProtoMessage Named(string value, OnnxElement type, ReadOnlySpan<object> shape)
    {
        var sizes = new ProtoMessage();
        foreach (var size in shape)
        {
            sizes.Add(1, size is string free
                ? new ProtoMessage().Add(2, free)
                : new ProtoMessage().Add(1, Convert.ToInt64(size, CultureInfo.InvariantCulture)));
        }

        var tensor = new ProtoMessage().Add(1, (long)type).Add(2, sizes);
        return new ProtoMessage().Add(1, value).Add(2, new ProtoMessage().Add(1, tensor));
    }
}
