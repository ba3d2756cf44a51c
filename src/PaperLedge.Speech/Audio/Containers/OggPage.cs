namespace PaperLedge.Speech.Audio.Containers;

/// <summary>Page of an Ogg file. Source: RFC 3533, section 6.</summary>
/// <param name="Length">Bytes, header included.</param>
internal readonly record struct OggPage(int Length, bool BeginsStream, bool EndsStream, int HeaderLength)
{
    // A header of 27 bytes, 255 lacing values, and as many segments of at most 255 bytes.
    public const int MaxLength = 27 + 255 + (255 * 255);

    public static OggPage? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 27 || !bytes.StartsWith("OggS"u8) || bytes[4] != 0)
        {
            return null;
        }

        int segments = bytes[26];
        if (bytes.Length < 27 + segments)
        {
            return null;
        }

        var length = 27 + segments;
        foreach (var lacing in bytes.Slice(27, segments))
        {
            length += lacing;
        }

        return new OggPage(length, (bytes[5] & 2) != 0, (bytes[5] & 4) != 0, 27 + segments);
    }

    /// <returns>Codecs named by the pages that begin the file's streams.</returns>
    public static List<string> Codecs(ReadOnlySpan<byte> head)
    {
        var codecs = new List<string>();
        while (Read(head) is { BeginsStream: true } page && page.Length <= head.Length)
        {
            codecs.Add(CodecOf(head[page.HeaderLength..page.Length]) ?? "other");
            head = head[page.Length..];
        }

        return codecs;
    }

    /// <param name="packet">The first of a stream, or its first eight bytes.</param>
    /// <returns>Null if the stream is not sound, or not of a known codec.</returns>
    public static string? CodecOf(ReadOnlySpan<byte> packet) =>
        packet.StartsWith("OpusHead"u8) ? "opus"
        : packet.StartsWith("\u0001vorbis"u8) ? "vorbis"
        : packet.StartsWith("\u007fFLAC"u8) ? "flac"
        : packet.StartsWith("Speex   "u8) ? "speex"
        : null;

    /// <returns>True if the file's last page is complete and marked as the last of its stream.</returns>
    public static bool EndsProperly(ReadOnlySpan<byte> tail)
    {
        // The last page header in the tail; a match by chance inside a page's content is not whole or not last.
        var start = tail.LastIndexOf("OggS"u8);
        return start >= 0 && Read(tail[start..]) is { EndsStream: true } page && start + page.Length <= tail.Length;
    }
}
