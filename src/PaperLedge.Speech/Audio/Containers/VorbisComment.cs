using System.Buffers.Binary;
using System.Text;

namespace PaperLedge.Speech.Audio.Containers;

/// <summary>The show notes among the text fields of an Ogg or FLAC file; ffprobe calls the field DESCRIPTION a comment.</summary>
/// <remarks>Sources: xiph.org, "Ogg Vorbis I format specification: comment field and header specification"; RFC 9639; RFC 7845.</remarks>
/// <param name="Description">The field DESCRIPTION; null if there is none. Untrusted text.</param>
/// <param name="IsFfmpegComment">Whether ffmpeg wrote it, which calls so what its user gave as a comment.</param>
internal sealed record VorbisComment(string? Description, bool IsFfmpegComment)
{
    // The limit of a FLAC's block. Fields may hold pictures.
    private const int MaxLength = 1 << 24;

    // A page may be empty; a file made of such pages must not take unlimited time.
    private const int MaxPages = 100_000;

    private const int OggHeaderLength = 27;

    /// <returns>Null if the file has no such fields, or if they are damaged.</returns>
    public static VorbisComment? ReadOgg(Stream file)
    {
        if (ReadSecondPacket(file) is not { } packet)
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = packet;
        return bytes.StartsWith("OpusTags"u8) ? Parse(bytes[8..])
            : bytes.StartsWith("\u0003vorbis"u8) ? Parse(bytes[7..])
            // A block of FLAC with its header; Speex has no mark.
            : bytes.Length >= 4 && (bytes[0] & 0x7F) == FlacBlock.VorbisComment ? Parse(bytes[4..])
            : Parse(bytes);
    }

    public static VorbisComment? Parse(ReadOnlySpan<byte> bytes)
    {
        if (Take(ref bytes) is not { } vendor || bytes.Length < 4)
        {
            return null;
        }

        var count = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        bytes = bytes[4..];
        for (var i = 0u; i < count && Take(ref bytes) is { } field; i++)
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && field[..equals].Equals("DESCRIPTION", StringComparison.OrdinalIgnoreCase))
            {
                // ffmpeg writes its own description in small letters.
                var isFfmpeg = vendor.StartsWith("Lavf", StringComparison.Ordinal) || vendor == "ffmpeg";
                return new VorbisComment(field[(equals + 1)..], isFfmpeg && field.StartsWith("DESCRIPTION", StringComparison.Ordinal));
            }
        }

        return new VorbisComment(null, false);
    }

    // Returns null if the bytes end before the text does.
    private static string? Take(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length > bytes.Length - 4)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes.Slice(4, (int)length));
        bytes = bytes[(4 + (int)length)..];
        return text;
    }

    // Of the first stream of sound. Its first packet has a page of its own; the second may take many, between those of other streams.
    private static byte[]? ReadSecondPacket(Stream file)
    {
        var header = new byte[OggHeaderLength + 255 + 8];
        using var packet = new MemoryStream();
        uint? sound = null;
        long position = 0;
        for (var pages = 0; pages < MaxPages && packet.Length < MaxLength; pages++)
        {
            file.Position = position;
            var head = header.AsSpan(0, file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false));
            if (OggPage.Read(head) is not { } page)
            {
                return null;
            }

            var stream = BinaryPrimitives.ReadUInt32LittleEndian(head[14..]);
            if (page.BeginsStream)
            {
                sound ??= OggPage.CodecOf(head[page.HeaderLength..]) is null ? null : (uint?)stream;
            }
            else if (sound is null)
            {
                // All streams have begun, and none of them is sound that is known here.
                return null;
            }
            else if (stream == sound)
            {
                // A segment of fewer than 255 bytes is a packet's last.
                var lacing = head[OggHeaderLength..page.HeaderLength];
                var last = lacing.IndexOfAnyExcept((byte)255);
                var length = last < 0 ? lacing.Length * 255 : (last * 255) + lacing[last];
                var content = new byte[length];
                file.Position = position + page.HeaderLength;
                packet.Write(content, 0, file.ReadAtLeast(content, length, throwOnEndOfStream: false));
                if (last >= 0)
                {
                    return packet.ToArray();
                }
            }

            position += page.Length;
        }

        return null;
    }
}

/// <summary>Metadata block of a FLAC file. Source: RFC 9639, section 8.1.</summary>
/// <param name="Start">Start of its content, in bytes from the file's start.</param>
/// <param name="End">End as declared; may be beyond the file's end.</param>
internal readonly record struct FlacBlock(int Type, long Start, long End)
{
    public const int Padding = 1, VorbisComment = 4, Picture = 6;

    /// <param name="start">Position of the mark <c>fLaC</c>.</param>
    public static IEnumerable<FlacBlock> Read(Stream file, long start)
    {
        var header = new byte[4];
        var position = start + 4;
        // Seven bits number the types; real files have few blocks.
        for (var blocks = 0; blocks < 1_000; blocks++)
        {
            file.Position = position;
            if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            {
                yield break;
            }

            var content = position + header.Length;
            position = content + (BinaryPrimitives.ReadUInt32BigEndian(header) & 0xFF_FFFF);
            yield return new FlacBlock(header[0] & 0x7F, content, position);
            if ((header[0] & 0x80) != 0)
            {
                yield break;
            }
        }
    }
}
