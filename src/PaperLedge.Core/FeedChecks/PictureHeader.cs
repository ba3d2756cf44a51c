using System.Buffers.Binary;

namespace PaperLedge.Core.FeedChecks;

/// <param name="IsCmyk">Whether its colours are for print, which apps show wrongly or not at all.</param>
/// <param name="IsTransparent">Whether the picture may have transparent parts.</param>
internal readonly record struct PictureHeader(long Width, long Height, bool IsCmyk, bool IsTransparent)
{
    // PNG's colour types with an alpha channel.
    private const byte GreyAndAlpha = 4, ColourAndAlpha = 6;

    // Places in a PNG file: the byte with the colour type, and the chunk after the header.
    private const int ColourType = 25, AfterHeader = 33;

    private static readonly byte[] s_pngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <returns>Null if it is neither PNG nor JPEG, or cut off before the size.</returns>
    public static PictureHeader? Read(ReadOnlySpan<byte> picture) =>
        picture.StartsWith(s_pngSignature) ? FromPng(picture)
        : picture.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? FromJpeg(picture[2..])
        : null;

    // The chunk IHDR comes first, after its length (https://www.w3.org/TR/png-3/#11IHDR).
    private static PictureHeader? FromPng(ReadOnlySpan<byte> picture) => picture.Length >= 24 && picture[12..16].SequenceEqual("IHDR"u8)
        ? new(
            BinaryPrimitives.ReadUInt32BigEndian(picture[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(picture[20..]),
            IsCmyk: false,
            IsTransparent: picture.Length > ColourType
                && (picture[ColourType] is GreyAndAlpha or ColourAndAlpha
                    || HasTransparency(picture[Math.Min(AfterHeader, picture.Length)..])))
        : null;

    // The chunk tRNS comes before the pixels (https://www.w3.org/TR/png-3/#11tRNS).
    private static bool HasTransparency(ReadOnlySpan<byte> chunks)
    {
        const int Around = 12;
        while (chunks.Length >= Around && !chunks[4..8].SequenceEqual("IDAT"u8))
        {
            if (chunks[4..8].SequenceEqual("tRNS"u8))
            {
                return true;
            }

            var next = Around + (long)BinaryPrimitives.ReadUInt32BigEndian(chunks);
            chunks = next < chunks.Length ? chunks[(int)next..] : default;
        }

        return false;
    }

    // Segments of marker and length, up to a frame header (ITU-T T.81, B.2.2): length, precision, height, width, colours.
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
                return new(
                    BinaryPrimitives.ReadUInt16BigEndian(rest[7..]),
                    BinaryPrimitives.ReadUInt16BigEndian(rest[5..]),
                    IsCmyk: rest.Length > 9 && rest[9] == 4,
                    IsTransparent: false);
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            rest = rest.Length > length + 2 ? rest[(length + 2)..] : default;
        }

        return null;
    }

    // SOF0 to SOF15, except three markers of other tables.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
