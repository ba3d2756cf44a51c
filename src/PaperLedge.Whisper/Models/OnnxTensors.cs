using System.Runtime.InteropServices;
using Google.Protobuf;

namespace PaperLedge.Whisper.Models;

/// <summary>
/// Reads the weights of an ONNX file. The field numbers are those of
/// <see href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto"/>.
/// </summary>
internal static class OnnxTensors
{
    private const int Graph = 7;
    private const int Initializer = 5;
    private const int Name = 8;
    private const int RawData = 9;

    /// <returns>The values of each tensor of single precision, by its name.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidProtocolBufferException">The file is damaged.</exception>
    public static Dictionary<string, float[]> Read(string path)
    {
        var graph = Fields(File.ReadAllBytes(path)).First(field => field.Number == Graph).Value;
        return Fields(graph.ToByteArray())
            .Where(field => field.Number == Initializer)
            .Select(field => Fields(field.Value.ToByteArray()).ToDictionary(part => part.Number, part => part.Value))
            .ToDictionary(tensor => tensor[Name].ToStringUtf8(), tensor => MemoryMarshal.Cast<byte, float>(tensor[RawData].Span).ToArray());
    }

    /// <returns>The fields of a message that have a length.</returns>
    private static IEnumerable<(int Number, ByteString Value)> Fields(byte[] message)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                yield return (WireFormat.GetTagFieldNumber(tag), input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }
    }
}
