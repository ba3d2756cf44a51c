using System.Buffers;
using Google.Protobuf;

namespace PaperLedge.Whisper.Graph;

/// <summary>
/// Writes one protobuf message field by field. ONNX's schema needs a dozen messages here, and their field numbers are all that
/// is wanted of it: <see href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto"/>.
/// </summary>
internal sealed class ProtoMessage
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ProtoMessage Add(int field, string value) => Add(field, ByteString.CopyFromUtf8(value));

    public ProtoMessage Add(int field, ProtoMessage message) => Add(field, ByteString.CopyFrom(message._bytes.WrittenSpan));

    public ProtoMessage Add(int field, long value) =>
        Write(field, WireFormat.WireType.Varint, CodedOutputStream.ComputeInt64Size(value), output => output.WriteInt64(value));

    public ProtoMessage Add(int field, float value) =>
        Write(field, WireFormat.WireType.Fixed32, sizeof(float), output => output.WriteFloat(value));

    public byte[] ToBytes() => _bytes.WrittenSpan.ToArray();

    private ProtoMessage Add(int field, ByteString value) =>
        Write(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeBytesSize(value), output => output.WriteBytes(value));

    private ProtoMessage Write(int field, WireFormat.WireType type, int size, Action<CodedOutputStream> write)
    {
        var bytes = new byte[CodedOutputStream.ComputeTagSize(field) + size];
        using var output = new CodedOutputStream(bytes);
        output.WriteTag(field, type);
        write(output);
        output.CheckNoSpaceLeft();
        _bytes.Write(bytes);
        return this;
    }
}
