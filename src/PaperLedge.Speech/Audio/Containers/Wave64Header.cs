using System.Buffers.Binary;

namespace PaperLedge.Speech.Audio.Containers;

/// <summary>Start of a Wave64 file. Source: Sonic Foundry, "Wave64 file format".</summary>
internal static class Wave64Header
{
    private const int IdentifierLength = 16;

    /// <returns>Bytes of the whole file, as declared behind the first identifier; null if the file ends before it.</returns>
    public static long? FileSize(Stream file)
    {
        var header = new byte[IdentifierLength + sizeof(long)];
        file.Position = 0;
        return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
            ? null
            : BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(IdentifierLength));
    }
}
