using System.Buffers.Binary;
using System.Text;

namespace PaperLedge.Speech.Audio.Containers;

/// <summary>Size and position of a WAV file's samples. Sources: the RIFF specification of 1991 and EBU Tech 3306 for RF64.</summary>
/// <param name="Declared">Bytes of samples as declared; null if the header does not state them.</param>
/// <param name="Present">Bytes from the samples' start to the file's end; null if the file ends before them.</param>
/// <param name="SampleRate">In Hz, as declared; null if the file declares none.</param>
/// <param name="Last">The samples' chunk, or the last before the file ends; null if there is none.</param>
/// <param name="GoesOn">True if the declared end of the samples is followed by other data than a chunk.</param>
internal readonly record struct WaveHeader(long? Declared, long? Present, uint? SampleRate, WaveChunk? Last, bool GoesOn = false)
{
    // Programs that write to a pipe cannot know the length. They write a number near a limit of 32 bits (ffmpeg 0xFFFFFFFF, espeak-ng and
    // sox about 0x7FFFF000) or 0.
    private const uint OpenFrom = 0x7FFF_0000;

    // Real files have a handful; a file made of empty chunks must not take unlimited time.
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
                large = BinaryPrimitives.ReadInt64LittleEndian(chunk.AsSpan(16)) is var size64 and >= 0 ? size64 : null;
            }
            else if (last.Value.Name == "fmt " && read >= 16)
            {
                rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(12));
            }
            else if (last.Value.Name == "data")
            {
                var present = file.Length - position - 8;
                var open = size >= OpenFrom && size > present || (size == 0 && present > 0);
                var declared = open ? large : size;
                var goesOn = declared < present && !IsFollowed(file, position + 8 + declared.Value);
                return new WaveHeader(declared, present, rate, last, goesOn);
            }

            position += 8 + size + (size & 1);
        }

        return new WaveHeader(null, null, rate, last);
    }

    // After the samples come chunks with names of four printable characters, up to the file's end, or a few bytes of padding.
    private static bool IsFollowed(Stream file, long position)
    {
        position += position & 1;
        Span<byte> header = stackalloc byte[8];
        for (var chunks = 0; chunks < MaxChunks && file.Length - position > header.Length; chunks++)
        {
            file.Position = position;
            file.ReadExactly(header);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (header[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~') || position + 8 + size > file.Length + 1)
            {
                return false;
            }

            position += 8 + size + (size & 1);
        }

        return true;
    }
}

/// <param name="Name">Four characters, whatever the file has there.</param>
/// <param name="Position">Of its header, in bytes from the file's start.</param>
/// <param name="Size">Bytes after its header, as declared.</param>
internal readonly record struct WaveChunk(string Name, long Position, uint Size);
