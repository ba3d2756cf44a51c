using System.Text;

namespace PaperLedge.Speech.Audio.Containers;

/// <summary>
/// ID3v2 tags, which may precede any audio, and the older ID3v1 tag at the end of an MP3. Sources: id3.org, "ID3 tag version 2.4.0 - Main
/// Structure", section 3.1, and "ID3v1".
/// </summary>
internal static class Id3Tag
{
    private const int HeaderLength = 10;

    // Real files have one or two; a file made of empty tags must not take unlimited time.
    private const int MaxTags = 100;

    /// <returns>Position after all tags at the file's start.</returns>
    public static long SkipAll(Stream file)
    {
        long position = 0;
        Span<byte> header = stackalloc byte[HeaderLength];
        for (var tags = 0; tags < MaxTags; tags++)
        {
            file.Position = position;
            if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !IsTag(header))
            {
                return position;
            }

            // Sizes have seven bits a byte; a footer repeats the header.
            var size = (header[6] << 21) | (header[7] << 14) | (header[8] << 7) | header[9];
            var footer = (header[5] & 0x10) != 0 ? HeaderLength : 0;
            position = Math.Min(position + HeaderLength + size + footer, file.Length);
        }

        return position;
    }

    /// <returns>The title of an ID3v1 tag, which is Latin-1 unless its bytes are UTF-8; null if there is none.</returns>
    public static string? ReadOldTitle(Stream file)
    {
        const int Length = 128, TitleLength = 30;
        if (file.Length < Length)
        {
            return null;
        }

        var tag = new byte[Length];
        file.Position = file.Length - Length;
        file.ReadExactly(tag);
        var title = tag.AsSpan(3, TitleLength);
        var end = title.IndexOf((byte)0);
        title = end < 0 ? title : title[..end];
        return !tag.AsSpan().StartsWith("TAG"u8) || title.IsEmpty ? null
            : System.Text.Unicode.Utf8.IsValid(title) ? Encoding.UTF8.GetString(title)
            : Encoding.Latin1.GetString(title);
    }

    public static bool IsTag(ReadOnlySpan<byte> header) =>
        header.StartsWith("ID3"u8) && header[3] != 0xFF && header[4] != 0xFF && (header[6] | header[7] | header[8] | header[9]) < 0x80;
}
