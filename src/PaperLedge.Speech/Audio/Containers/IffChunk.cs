using System.Buffers.Binary;
using System.Text;

namespace PaperLedge.Speech.Audio.Containers;

/// <summary>Chunk of an AIFF file, or of a Core Audio file (CAF). Sources: Apple's specifications of AIFF 1.3 and CAF 1.0.</summary>
/// <param name="Type">Four characters.</param>
/// <param name="Content">Start of its content, in bytes from the file's start.</param>
/// <param name="End">As declared; may be beyond the file's end, and is the file's end if the chunk declares no size.</param>
internal readonly record struct IffChunk(string Type, long Content, long End)
{
    // Real files have a handful; a file made of empty chunks must not take unlimited time.
    private const int MaxChunks = 10_000;

    public bool IsSound => Type is "SSND" or "data";

    /// <param name="isCaf">Whether sizes have 64 bits, as in Core Audio files.</param>
    public static IEnumerable<IffChunk> Read(Stream file, bool isCaf)
    {
        var header = new byte[HeaderLength(isCaf)];
        var position = FirstChunk(isCaf);
        for (var chunks = 0; chunks < MaxChunks && position <= file.Length - header.Length; chunks++)
        {
            file.Position = position;
            file.ReadExactly(header);
            var chunk = Parse(header, position, file.Length);
            yield return chunk;
            position = isCaf ? chunk.End : chunk.End + ((chunk.End - chunk.Content) & 1);
        }
    }

    /// <returns>Whether what describes the sound comes before it, so that the file can be decoded while it is read.</returns>
    public static async Task<bool> IsStreamableAsync(Stream file, bool isCaf, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength(isCaf)];
        var position = FirstChunk(isCaf);
        var isDescribed = isCaf && await HasEvenPacketsAsync(file, cancellationToken);
        for (var chunks = 0; chunks < MaxChunks && position <= file.Length - header.Length; chunks++)
        {
            file.Position = position;
            await file.ReadExactlyAsync(header, cancellationToken);
            var chunk = Parse(header, position, file.Length);
            if (chunk.IsSound)
            {
                return isDescribed;
            }

            isDescribed |= chunk.Type is "COMM" or "pakt";
            position = isCaf ? chunk.End : chunk.End + ((chunk.End - chunk.Content) & 1);
        }

        return true;
    }

    private static int HeaderLength(bool isCaf) => isCaf ? 12 : 8;

    private static long FirstChunk(bool isCaf) => isCaf ? 8 : 12;

    private static IffChunk Parse(byte[] header, long position, long length)
    {
        var size = header.Length == 12
            ? BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(4))
            : BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
        var content = position + header.Length;
        var end = size < 0 || size > long.MaxValue - content - 1 ? length : content + size;
        return new IffChunk(Encoding.Latin1.GetString(header, 0, 4), content, end);
    }

    // Packets that all have one size need no table. The description is the first chunk.
    private static async Task<bool> HasEvenPacketsAsync(Stream caf, CancellationToken cancellationToken)
    {
        const int BytesPerPacket = 36;
        var description = new byte[BytesPerPacket + 4];
        caf.Position = 0;
        var read = await caf.ReadAtLeastAsync(description, description.Length, throwOnEndOfStream: false, cancellationToken);
        return read == description.Length && BinaryPrimitives.ReadUInt32BigEndian(description.AsSpan(BytesPerPacket)) != 0;
    }
}
