using System.Buffers.Binary;

namespace PaperLedge.Speech.Audio.Containers;

/// <summary>Header of a Windows Media file.</summary>
/// <remarks>Source: Microsoft, "Advanced Systems Format specification", sections 3.2, 3.17 and 3.18.</remarks>
/// <param name="FileSize">Bytes of the whole file, as declared; null if it was broadcast, or if nothing is declared.</param>
internal readonly record struct AsfHeader(bool IsEncrypted, long? FileSize)
{
    private const int MaxLength = 64 * 1024;

    // In the object of the file's properties: an identifier, a size and the file's identifier come before the file's size.
    private const int SizePosition = 40;
    private const int FlagsPosition = 88;

    private static readonly byte[] s_fileProperties =
        [0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11, 0x8E, 0xE4, 0x00, 0xC0, 0x0C, 0x20, 0x53, 0x65];

    // The objects that hold keys.
    private static readonly byte[][] s_encryption =
    [
        [0xFB, 0xB3, 0x11, 0x22, 0x23, 0xBD, 0xD2, 0x11, 0xB4, 0xB7, 0x00, 0xA0, 0xC9, 0x55, 0xFC, 0x6E],
        [0x14, 0xE6, 0x8A, 0x29, 0x22, 0x26, 0x17, 0x4C, 0xB9, 0x35, 0xDA, 0xE0, 0x7E, 0xE9, 0x28, 0x9C],
    ];

    public static AsfHeader Read(Stream file)
    {
        var buffer = new byte[MaxLength];
        file.Position = 0;
        var bytes = buffer.AsMemory(0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        var isEncrypted = s_encryption.Any(identifier => bytes.Span.IndexOf(identifier) >= 0);
        var properties = bytes.Span.IndexOf(s_fileProperties);
        if (properties < 0 || bytes.Length < properties + FlagsPosition + sizeof(uint))
        {
            return new AsfHeader(isEncrypted, null);
        }

        var found = bytes.Span[properties..];
        var isBroadcast = (found[FlagsPosition] & 1) != 0;
        return new AsfHeader(isEncrypted, isBroadcast ? null : BinaryPrimitives.ReadInt64LittleEndian(found[SizePosition..]));
    }
}
