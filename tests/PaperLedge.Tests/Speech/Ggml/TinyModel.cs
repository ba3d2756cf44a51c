using System.Buffers.Binary;
using PaperLedge.Speech.Ggml;
using PaperLedge.TestSupport;

namespace PaperLedge.Tests.Speech.Ggml;

/// <summary>
/// A Whisper model in ggml form with one or two layers and repeatable random weights, in every storage type. It says nothing
/// sensible; it exercises whatever does not depend on what is said.
/// </summary>
internal sealed class TinyModel
{
    public const int English = 51864;
    public const int Multilingual = 51865;
    private const int Width = 64;

    private readonly GgmlWriter _writer = new();
    private readonly Random _random = new(7);

    private TinyModel(int vocabulary, int heads) =>
        Dimensions = new(vocabulary, Width, heads, AudioLayers: 1, Width, heads, TextLayers: 2, MelBins: 80);

    /// <summary>Where something begins whose damage must be noticed: header fields, sizes, tensor headers.</summary>
    public List<int> Places => _writer.Places;

    /// <summary>The index in <see cref="Places"/> of the first tensor's header: dimensions, name length, type, sizes.</summary>
    public int FirstTensor { get; private set; }

    public byte[] Bytes => _writer.Bytes;

    private WhisperDimensions Dimensions { get; }

    /// <param name="skip">A tensor to leave out.</param>
    /// <param name="reshape">A tensor to give a wrong shape.</param>
    /// <param name="isPlain">Stores all projections alike, as whisper.cpp demands.</param>
    public static TinyModel Write(int vocabulary = English, string? skip = null, string? reshape = null, bool isPlain = false)
    {
        var model = new TinyModel(vocabulary, heads: 2);
        model.WriteHeader();
        model.FirstTensor = model.Places.Count;
        GgmlType[] types = [GgmlType.Q8_0, GgmlType.F16, GgmlType.Q5_0, GgmlType.Q5_1, GgmlType.Q4_0, GgmlType.Q4_1, GgmlType.F32];
        var projections = 0;
        foreach (var (name, shape) in WhisperTensors.Of(model.Dimensions))
        {
            if (name == skip)
            {
                continue;
            }

            var isProjection = shape.Length == 2 && name.EndsWith(".weight", StringComparison.Ordinal);
            var type = shape.Length == 3 || (isPlain && isProjection) ? GgmlType.F16
                : isPlain && name.Contains("token_embedding", StringComparison.Ordinal) ? GgmlType.F16
                : name.Contains("token_embedding", StringComparison.Ordinal) ? GgmlType.Q8_0
                : isProjection ? types[projections++ % types.Length] : GgmlType.F32;
            model.WriteTensor(name, name == reshape ? [shape[0] + 1, .. shape[1..]] : shape, type);
        }

        return model;
    }

    private void WriteHeader() => _writer.WriteHeader(
        Dimensions,
        TestFiles.PublishedHeader().Filters,
        [.. Enumerable.Range(0, 256).Select(value => new[] { (byte)value }), " word"u8.ToArray(), " é"u8.ToArray()]);

    private void WriteTensor(string name, int[] shape, GgmlType type)
    {
        _writer.BeginTensor(name, shape, type);
        var values = shape.Aggregate(1, (product, size) => product * size);
        var middle = name.Contains("ln", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal) ? 1f : 0f;
        for (var i = 0; i < values; i += GgmlBlocks.ValuesPerBlock(type))
        {
            WriteBlock(type, middle);
        }
    }

    private void WriteBlock(GgmlType type, float middle)
    {
        if (type == GgmlType.F32)
        {
            _writer.Append(BitConverter.GetBytes(middle + ((_random.NextSingle() - 0.5f) * 0.2f)));
            return;
        }

        if (type == GgmlType.F16)
        {
            _writer.Append(BitConverter.GetBytes((Half)((_random.NextSingle() - 0.5f) * 0.4f)));
            return;
        }

        var block = new byte[GgmlBlocks.BytesPerBlock(type)];
        _random.NextBytes(block);
        BinaryPrimitives.WriteHalfLittleEndian(block, (Half)(type == GgmlType.Q8_0 ? 0.002f : 0.02f));
        if (type is GgmlType.Q4_1 or GgmlType.Q5_1)
        {
            BinaryPrimitives.WriteHalfLittleEndian(block.AsSpan(2), (Half)(-0.15f));
        }

        _writer.Append(block);
    }
}
