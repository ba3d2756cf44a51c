namespace PaperLedge.Whisper.Audio.Containers;

/// <summary>The header of one MPEG audio layer III frame. Source: ISO/IEC 11172-3, section 2.4.1.3, and 13818-3 for the lower rates.</summary>
/// <param name="Length">Bytes, header included.</param>
/// <param name="SideInfoLength">Bytes between the header and the main data; an encoder's Xing header stands after them.</param>
internal readonly record struct MpegFrame(int Length, int SideInfoLength)
{
    private static readonly int[] Kilobits1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] Kilobits2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] Rates1 = [44100, 48000, 32000];

    /// <returns>The frame's length in bytes, or 0 if no frame starts here.</returns>
    public static int TryRead(ReadOnlySpan<byte> bytes) => Read(bytes)?.Length ?? 0;

    public static MpegFrame? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes[0] != 0xFF || (bytes[1] & 0xE0) != 0xE0)
        {
            return null;
        }

        var version = (bytes[1] >> 3) & 3; // 0 is MPEG 2.5, 2 is MPEG 2, 3 is MPEG 1
        var layer = (bytes[1] >> 1) & 3; // 1 is layer III
        var bitrate = bytes[2] >> 4;
        var rate = (bytes[2] >> 2) & 3;
        // Bitrate 0 is "free format", which nobody writes and whose length cannot be told from the header.
        if (version == 1 || layer != 1 || bitrate is 0 or 15 || rate == 3)
        {
            return null;
        }

        var first = version == 3;
        var kilobits = (first ? Kilobits1 : Kilobits2)[bitrate];
        var sampleRate = Rates1[rate] >> (first ? 0 : version == 2 ? 1 : 2);
        var padding = (bytes[2] >> 1) & 1;
        var mono = bytes[3] >> 6 == 3;
        return new MpegFrame(
            ((first ? 144_000 : 72_000) * kilobits / sampleRate) + padding,
            first ? (mono ? 17 : 32) : (mono ? 9 : 17));
    }
}
