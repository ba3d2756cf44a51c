namespace PaperLedge.Speech.Audio.Containers;

/// <summary>Streams of frames without a container: MP3 and ADTS.</summary>
internal static class FrameChain
{
    // This many frames in a row are not a coincidence: each sync alone occurs about once in 2,000 random bytes.
    private const int Enough = 3;

    private const int BlockLength = 1 << 20;

    // The longest header that is read here.
    private const int MaxHeaderLength = 8;

    /// <returns>The length of the frame that starts here, or 0.</returns>
    public delegate int FrameReader(ReadOnlySpan<byte> bytes);

    /// <param name="atEnd">True if the file ends with <paramref name="head"/>: then fewer frames are enough, if they end there too.</param>
    public static bool Starts(ReadOnlySpan<byte> head, FrameReader read, bool atEnd) => FirstFrame(head, read, atEnd) >= 0;

    /// <returns>The offset of the first frame of a chain, or -1.</returns>
    public static int FirstFrame(ReadOnlySpan<byte> head, FrameReader read, bool atEnd)
    {
        for (var start = 0; start < head.Length; start++)
        {
            if (head[start] == 0xFF && IsChain(head[start..], read, atEnd))
            {
                return start;
            }
        }

        return -1;
    }

    public static bool EndsInsideFrame(Stream file, long start, FrameReader read)
    {
        // After the last frame of a complete file there are only tags, or nothing. A cut exactly between two frames looks like
        // an end.
        var buffer = new byte[BlockLength];
        var position = start;
        if (file.Length - start > BlockLength)
        {
            // Only the end matters. Three frames in a row show where one of them begins.
            position = file.Length - BlockLength;
            file.Position = position;
            file.ReadExactly(buffer);
            position += Math.Max(0, FirstFrame(buffer, read, atEnd: true));
        }

        while (position < file.Length)
        {
            file.Position = position;
            var block = buffer.AsSpan(0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
            var last = position + block.Length == file.Length;
            var offset = 0;
            while (offset < block.Length)
            {
                if (!last && block.Length - offset < MaxHeaderLength)
                {
                    break;
                }

                var length = read(block[offset..]);
                if (length > 0 && offset + length > block.Length)
                {
                    break;
                }

                offset += Math.Max(length, 1);
            }

            if (last)
            {
                // Sync-like bytes in a trailing tag are not a frame: ID3v1 and APE tags identify themselves.
                return offset < block.Length && !HasTrailingTag(block);
            }

            position += Math.Min(offset, block.Length);
        }

        return false;
    }

    private static bool IsChain(ReadOnlySpan<byte> bytes, FrameReader read, bool atEnd)
    {
        var offset = 0;
        for (var frames = 0; frames < Enough; frames++)
        {
            if (offset == bytes.Length)
            {
                return atEnd && frames > 0;
            }

            var length = offset < bytes.Length ? read(bytes[offset..]) : 0;
            if (length == 0)
            {
                return false;
            }

            offset += length;
        }

        return true;
    }

    private static bool HasTrailingTag(ReadOnlySpan<byte> end) =>
        (end.Length >= 128 && end[^128..].StartsWith("TAG"u8)) || (end.Length >= 32 && end[^32..].StartsWith("APETAGEX"u8));
}
