using System.Buffers.Binary;
using System.Text;

namespace PaperLedge.Whisper.Audio.Containers;

/// <summary>Where a WAV file's samples are. Sources: the RIFF specification of 1991 and EBU Tech 3306 for RF64.</summary>
/// <param name="Declared">Bytes of samples as declared; null if the header leaves it open.</param>
/// <param name="Present">Bytes from the samples' start to the file's end; null if the file ends before them.</param>
/// <param name="SampleRate">In Hz, as declared; null if the file does not say.</param>
/// <param name="Last">The samples' chunk, or the last before the file ends; null if there is none.</param>
internal readonly record struct WaveHeader(long? Declared, long? Present, uint? SampleRate, WaveChunk? Last)
{
    /// <summary>
    /// Programs that write to a pipe cannot know the length and put in a number that is near a limit of 32 bits
    /// (ffmpeg 0xFFFFFFFF, espeak-ng and sox 0x7FFFF000 and thereabouts) or 0.
    /// </summary>
    private const uint OpenFrom = 0x7FFF_0000;

    /// <summary>Real files have a handful; a file made of empty chunks must not keep anybody busy.</summary>
    private const int MaxChunks = 10_000;

    public static WaveHeader Read(Stream file)
    {
        long position = 12;
        long? large = null;
        uint? rate = null;
        WaveChunk? last = null;
        var chunk = new byte[24];
        for (var chunks = 0; chunks < MaxChunks && position + 8 <= file.Length; chunks++)
        {
            file.Position = position;
            var read = file.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            last = new WaveChunk(Encoding.Latin1.GetString(chunk, 0, 4), position, size);
            if (last.Value.Name == "ds64" && read == chunk.Length)
            {
                // The sizes of the file and of the samples, 64 bits each.
                large = BinaryPrimitives.ReadInt64LittleEndian(chunk.AsSpan(16));
            }
            else if (last.Value.Name == "fmt " && read >= 16)
            {
                rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(12));
            }
            else if (last.Value.Name == "data")
            {
                var present = file.Length - position - 8;
                var open = size >= OpenFrom && size > present || (size == 0 && present > 0);
                return new WaveHeader(open ? large : size, present, rate, last);
            }

            position += 8 + size + (size & 1);
        }

        return new WaveHeader(null, null, rate, last);
    }
}

/// <param name="Name">Four characters, whatever the file holds in their place.</param>
/// <param name="Position">Of its header, in bytes from the file's start.</param>
/// <param name="Size">Bytes behind its header, as declared.</param>
internal readonly record struct WaveChunk(string Name, long Position, uint Size);
