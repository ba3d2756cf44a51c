using System.Buffers.Binary;

namespace PaperLedge.Speech.Audio.Containers;

/// <summary>Header of an MPEG audio frame, layer I, II or III. Source: ISO/IEC 11172-3, section 2.4.1.3; 13818-3 for lower rates.</summary>
/// <param name="Length">Bytes, header included.</param>
/// <param name="SideInfoLength">Bytes between the header and the main data; an encoder's Xing header follows them.</param>
internal readonly record struct MpegFrame(int Length, int SideInfoLength)
{
    private static readonly int[] s_kilobits1Layer1 = [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
    private static readonly int[] s_kilobits2Layer1 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
    private static readonly int[] s_kilobits1Layer2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
    private static readonly int[] s_kilobits1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] s_kilobits2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] s_rates1 = [44100, 48000, 32000];

    /// <returns>The frame's length in bytes, or 0 if no frame starts here.</returns>
    public static int TryRead(ReadOnlySpan<byte> bytes) => Read(bytes)?.Length ?? 0;

    public static MpegFrame? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes[0] != 0xFF || (bytes[1] & 0xE0) != 0xE0)
        {
            return null;
        }

        var version = (bytes[1] >> 3) & 3; // 0 is MPEG 2.5, 2 is MPEG 2, 3 is MPEG 1
        var layer = 4 - ((bytes[1] >> 1) & 3);
        var bitrate = bytes[2] >> 4;
        var rate = (bytes[2] >> 2) & 3;
        // Bitrate 0 is "free format", which is not used in practice and whose length is not in the header.
        if (version == 1 || layer == 4 || bitrate is 0 or 15 || rate == 3)
        {
            return null;
        }

        var first = version == 3;
        var kilobits = (layer, first) switch
        {
            (1, true) => s_kilobits1Layer1,
            (1, false) => s_kilobits2Layer1,
            (2, true) => s_kilobits1Layer2,
            (3, true) => s_kilobits1,
            _ => s_kilobits2,
        };
        var sampleRate = s_rates1[rate] >> (first ? 0 : version == 2 ? 1 : 2);
        var padding = (bytes[2] >> 1) & 1;
        var mono = bytes[3] >> 6 == 3;
        var length = layer == 1
            ? 4 * ((12_000 * kilobits[bitrate] / sampleRate) + padding)
            : ((first || layer == 2 ? 144_000 : 72_000) * kilobits[bitrate] / sampleRate) + padding;
        return new MpegFrame(length, first ? (mono ? 17 : 32) : (mono ? 9 : 17));
    }
}

/// <summary>Header of an AAC frame in an ADTS stream. Source: ISO/IEC 13818-7, section 6.2.</summary>
internal static class AdtsFrame
{
    private const int HeaderLength = 7;

    /// <returns>The frame's length in bytes, header included, or 0 if no frame starts here.</returns>
    public static int TryRead(ReadOnlySpan<byte> bytes)
    {
        // Twelve bits of sync, then the layer, which is always 0: that distinguishes it from MP3.
        if (bytes.Length < HeaderLength || bytes[0] != 0xFF || (bytes[1] & 0xF6) != 0xF0)
        {
            return 0;
        }

        var sampleRateIndex = (bytes[2] >> 2) & 0xF;
        var length = ((bytes[3] & 3) << 11) | (bytes[4] << 3) | (bytes[5] >> 5);
        return sampleRateIndex > 12 || length <= HeaderLength ? 0 : length;
    }
}

/// <summary>Header that encoders leave in an MP3's first frame: how many bytes of audio follow.</summary>
/// <remarks>
/// Sources: LAME's "Xing VBR header" and Fraunhofer's "VBRI", as described in ffmpeg's mp3dec.c and at
/// gabriel.mp3-tech.org/mp3infotag.html.
/// </remarks>
internal static class XingHeader
{
    // Fraunhofer's header is at a fixed offset, whatever the side information.
    private const int VbriOffset = 36;

    /// <returns>Bytes of audio from the first frame on; 0 if the header does not state them; null if there is no header.</returns>
    public static long? AudioBytes(ReadOnlySpan<byte> frame)
    {
        if (MpegFrame.Read(frame) is not { } header)
        {
            return null;
        }

        var xing = frame[Math.Min(frame.Length, 4 + header.SideInfoLength)..];
        if (xing.Length >= 16 && (xing.StartsWith("Xing"u8) || xing.StartsWith("Info"u8)))
        {
            var flags = BinaryPrimitives.ReadUInt32BigEndian(xing[4..]);
            var hasFrames = (flags & 1) != 0;
            var hasBytes = (flags & 2) != 0;
            return hasBytes ? BinaryPrimitives.ReadUInt32BigEndian(xing[(hasFrames ? 12 : 8)..]) : 0;
        }

        var vbri = frame[Math.Min(frame.Length, VbriOffset)..];
        return vbri.Length >= 14 && vbri.StartsWith("VBRI"u8) ? BinaryPrimitives.ReadUInt32BigEndian(vbri[10..]) : null;
    }
}
