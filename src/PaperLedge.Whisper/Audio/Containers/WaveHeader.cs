using System.Buffers.Binary;

namespace PaperLedge.Whisper.Audio.Containers;

/// <summary>Where a WAV file's samples are. Sources: the RIFF specification of 1991 and EBU Tech 3306 for RF64.</summary>
/// <param name="Declared">Bytes of samples as declared; null if the header leaves it open.</param>
/// <param name="Present">Bytes from the samples' start to the file's end.</param>
internal readonly record struct WaveHeader(long? Declared, long Present)
{
    /// <summary>
    /// Programs that write to a pipe cannot know the length and put in a number that is near a limit of 32 bits
    /// (ffmpeg 0xFFFFFFFF, espeak-ng and sox 0x7FFFF000 and thereabouts) or 0.
    /// </summary>
    private const uint OpenFrom = 0x7FFF_0000;

    /// <summary>Real files have a handful; a file made of empty chunks must not keep anybody busy.</summary>
    private const int MaxChunks = 10_000;

    /// <returns>Null if there are no samples: the file ends before them.</returns>
    public static WaveHeader? Read(Stream file)
    {
        long position = 12;
        long? large = null;
        var chunk = new byte[16];
        for (var chunks = 0; chunks < MaxChunks && position + 8 <= file.Length; chunks++)
        {
            file.Position = position;
            var read = file.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            if (chunk.AsSpan().StartsWith("ds64"u8) && read == 16)
            {
                // The sizes of the file and of the samples, 64 bits each.
                var sizes = new byte[16];
                file.Position = position + 8;
                large = file.ReadAtLeast(sizes, 16, throwOnEndOfStream: false) == 16 ? BinaryPrimitives.ReadInt64LittleEndian(sizes.AsSpan(8)) : null;
            }
            else if (chunk.AsSpan().StartsWith("data"u8))
            {
                var present = file.Length - position - 8;
                var open = size >= OpenFrom && size > present || (size == 0 && present > 0);
                return new WaveHeader(open ? large : size, present);
            }

            position += 8 + size + (size & 1);
        }

        return null;
    }
}
