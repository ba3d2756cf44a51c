using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace PaperLedge.Core.Feed;

/// <summary>UUIDs made from names (https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5): the same name gives the same UUID.</summary>
public static class UuidV5
{
    private const int Size = 16;

    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 defines version 5 over SHA-1; nothing here is secret.")]
    public static Guid Create(Guid space, string name)
    {
        Span<byte> uuid = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)], uuid);
        uuid[6] = (byte)((uuid[6] & 0x0F) | 0x50);
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);
        return new Guid(uuid[..Size], bigEndian: true);
    }
}
