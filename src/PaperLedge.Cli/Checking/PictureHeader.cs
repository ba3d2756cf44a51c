using System.Buffers.Binary;

namespace PaperLedge.Cli.Checking;

internal readonly record struct PictureHeader(long Width, long Height)
{
    private static readonly byte[] s_pngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <returns>Null if it is neither PNG nor JPEG, or cut off before the size.</returns>
    public static PictureHeader? Read(ReadOnlySpan<byte> picture) =>
        picture.StartsWith(s_pngSignature) ? FromPng(picture)
        : picture.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? FromJpeg(picture[2..])
        : null;

    // The chunk IHDR comes first, after its length (https://www.w3.org/TR/png-3/#11IHDR).
    private static PictureHeader? FromPng(ReadOnlySpan<byte> picture) => picture.Length >= 24 && picture[12..16].SequenceEqual("IHDR"u8)
        ? new(BinaryPrimitives.ReadUInt32BigEndian(picture[16..]), BinaryPrimitives.ReadUInt32BigEndian(picture[20..]))
        : null;

    // Segments of marker and length, up to a frame header (ITU-T T.81, B.2.2): length, precision, height, width.
    private static PictureHeader? FromJpeg(ReadOnlySpan<byte> rest)
    {
        while (rest.Length >= 9 && rest[0] == 0xFF)
        {
            var marker = rest[1];
            if (marker is 0xFF)
            {
                // Fill before the marker.
                rest = rest[1..];
                continue;
            }

            if (IsFrame(marker))
            {
                return new(BinaryPrimitives.ReadUInt16BigEndian(rest[7..]), BinaryPrimitives.ReadUInt16BigEndian(rest[5..]));
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            rest = rest.Length > length + 2 ? rest[(length + 2)..] : default;
        }

        return null;
    }

    // SOF0 to SOF15, except three markers of other tables.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
