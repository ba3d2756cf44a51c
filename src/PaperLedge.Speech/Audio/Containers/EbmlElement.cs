using System.Numerics;

namespace PaperLedge.Speech.Audio.Containers;

/// <summary>Element of a Matroska file. Source: RFC 8794, sections 4 to 6.</summary>
/// <param name="Id">With its length marker.</param>
/// <param name="End">In bytes from the file's start, as declared; null if it declares none.</param>
internal readonly record struct EbmlElement(ulong Id, long Content, long? End)
{
    private const ulong Header = 0x1A45_DFA3;
    private const ulong Segment = 0x1853_8067;

    /// <returns>End of all that the file holds, as declared; null if it declares none.</returns>
    public static long? SegmentEnd(Stream file)
    {
        // The header comes first; empty elements may stand before the segment.
        for (long position = 0, elements = 0; elements < 10; elements++)
        {
            if (Read(file, position) is not { } element || (elements == 0 && element.Id != Header))
            {
                return null;
            }

            if (element.Id == Segment || element.End is not { } end)
            {
                return element.End;
            }

            if (end >= file.Length)
            {
                return null;
            }

            position = end;
        }

        return null;
    }

    private static EbmlElement? Read(Stream file, long position)
    {
        var bytes = new byte[12];
        file.Position = position;
        var head = bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        if (!TryRead(head, maxLength: 4, out var id, out var idLength)
            || !TryRead(head[idLength..], maxLength: 8, out var marked, out var sizeLength))
        {
            return null;
        }

        // All bits set after the marker: the size is unknown.
        var unknown = (1UL << (7 * sizeLength)) - 1;
        var size = marked & unknown;
        var content = position + idLength + sizeLength;
        return new EbmlElement(id, content, size == unknown || size > (ulong)(long.MaxValue - content) ? null : content + (long)size);
    }

    // A number whose leading zero bits say how many bytes it has, with its marker.
    private static bool TryRead(ReadOnlySpan<byte> bytes, int maxLength, out ulong value, out int length)
    {
        value = 0;
        length = bytes.IsEmpty ? 0 : BitOperations.LeadingZeroCount((uint)bytes[0]) - 23;
        if (length < 1 || length > maxLength || length > bytes.Length)
        {
            return false;
        }

        foreach (var part in bytes[..length])
        {
            value = (value << 8) | part;
        }

        return true;
    }
}
