using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PaperLedge.Speech.Ggml;

/// <summary>Reader of little-endian values; missing bytes cause a <see cref="ModelFormatException"/>.</summary>
/// <param name="stream">Seekable.</param>
/// <param name="file">Name of the file in errors.</param>
internal sealed class GgmlReader(Stream stream, string file)
{
    private readonly long _length = stream.Length;

    public string File => file;

    public long Position => stream.Position;

    public long Remaining => _length - stream.Position;

    public int ReadInt32(string what)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        ReadExactly(bytes, what);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    public byte[] ReadBytes(int count, string what)
    {
        Demand(count, what);
        var bytes = new byte[count];
        ReadExactly(bytes, what);
        return bytes;
    }

    public float[] ReadFloats(int count, string what)
    {
        Demand((long)count * sizeof(float), what);
        var values = new float[count];
        ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()), what);
        return values;
    }

    public void ReadExactly(Span<byte> bytes, string what)
    {
        Demand(bytes.Length, what);
        stream.ReadExactly(bytes);
    }

    public void MoveTo(long position) => stream.Position = position;

    public ModelFormatException Fail(string reason, string? tensor = null) => new(file, tensor, reason);

    // Checked before anything is allocated, so that a wrong count cannot ask for more than the file holds.
    private void Demand(long bytes, string what)
    {
        if (bytes > Remaining)
        {
            throw Fail($"it ends within {what} (at byte {Position} of {_length}; {bytes} more are needed)");
        }
    }
}

internal sealed record GgmlHeader(WhisperDimensions Dimensions, MelFilters Filters, Vocabulary Vocabulary)
{
    // Ids in the engine's numbering.
    public SpecialTokens Tokens => SpecialTokens.InFile(Dimensions.VocabularySize).Compact(Vocabulary.Count);

    private const int Magic = 0x67676d6c;

    /// <exception cref="ModelFormatException">The bytes are not a Whisper header.</exception>
    public static GgmlHeader Read(GgmlReader reader)
    {
        var magic = reader.ReadInt32("the magic number");
        if (magic != Magic)
        {
            throw reader.Fail(
                $"it begins with 0x{magic:x8}, not with ggml's 0x{Magic:x8}; Whisper models in ggml form are named ggml-*.bin");
        }

        var dimensions = WhisperDimensions.Read(reader);
        var filters = MelFilters.Read(reader, dimensions);
        return new(dimensions, filters, Vocabulary.Read(reader, dimensions));
    }
}
