using System.Buffers.Binary;

namespace PaperLedge.Whisper.Audio.Containers;

/// <summary>
/// The note that encoders leave in an MP3's first frame: how many bytes of audio follow.
/// Sources: LAME's "Xing VBR header" and Fraunhofer's "VBRI", as described in ffmpeg's mp3dec.c and at gabriel.mp3-tech.org/mp3infotag.html.
/// </summary>
internal static class XingHeader
{
    /// <summary>Fraunhofer's header stands at a fixed offset, whatever the side information.</summary>
    private const int VbriOffset = 36;

    /// <returns>Bytes of audio from the first frame on; 0 if the header does not say; null if there is no header.</returns>
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
