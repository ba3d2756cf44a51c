using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PaperLedge.Whisper.Models;

/// <summary>Reads little-endian values and answers every shortage of bytes with a <see cref="ModelFormatException"/>.</summary>
/// <param name="stream">Seekable.</param>
/// <param name="file">The name that errors carry.</param>
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

    /// <summary>Checked before anything is allocated, so that a wrong count cannot ask for more than the file holds.</summary>
    private void Demand(long bytes, string what)
    {
        if (bytes > Remaining)
        {
            throw Fail($"it ends within {what} (at byte {Position} of {_length}; {bytes} more are needed)");
        }
    }
}
