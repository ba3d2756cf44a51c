namespace PaperLedge.Whisper.Audio.Containers;

/// <summary>The header of one AAC frame in an ADTS stream. Source: ISO/IEC 13818-7, section 6.2.</summary>
internal static class AdtsFrame
{
    private const int HeaderLength = 7;

    /// <returns>The frame's length in bytes, header included, or 0 if no frame starts here.</returns>
    public static int TryRead(ReadOnlySpan<byte> bytes)
    {
        // Twelve bits of sync, then the layer, which is always 0: that tells it from MP3.
        if (bytes.Length < HeaderLength || bytes[0] != 0xFF || (bytes[1] & 0xF6) != 0xF0)
        {
            return 0;
        }

        var sampleRateIndex = (bytes[2] >> 2) & 0xF;
        var length = ((bytes[3] & 3) << 11) | (bytes[4] << 3) | (bytes[5] >> 5);
        return sampleRateIndex > 12 || length <= HeaderLength ? 0 : length;
    }
}
