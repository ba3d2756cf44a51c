using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CliWrap;

namespace PaperLedge.Speech.Audio;

/// <summary>Samples as a FLAC file and back, to the bit: 16 kHz mono in 24 bits.</summary>
public sealed class PieceAudio(AudioOptions options)
{
    private const int HeaderLength = 44;
    private const float Scale = 1 << 23;
    private const int CopyBytes = 64 * 1024;

    /// <summary>Rounds samples to 24 bits, which is all that FLAC keeps; values that are not numbers become silence.</summary>
    /// <param name="samples">In [-1, 1]; changed in place.</param>
    public static void Round(Span<float> samples)
    {
        foreach (ref var sample in samples)
        {
            sample = float.IsFinite(sample) ? Math.Clamp(MathF.Round(sample * Scale), -Scale, Scale - 1) / Scale : 0;
        }
    }

    /// <param name="samples">As <see cref="Round"/> leaves them.</param>
    /// <param name="output">Gets the file.</param>
    /// <exception cref="AudioException">ffmpeg is missing or failed.</exception>
    public async Task EncodeAsync(ReadOnlyMemory<float> samples, Stream output, CancellationToken cancellationToken)
    {
        var input = PipeSource.Create(async (stream, token) =>
        {
            await stream.WriteAsync(Header(samples.Length), token);
            for (var rest = samples; !rest.IsEmpty;)
            {
                var taken = Math.Min(rest.Length, FfmpegDecoder.SampleRate);
                await stream.WriteAsync(MemoryMarshal.AsBytes(rest.Span[..taken]).ToArray(), token);
                rest = rest[taken..];
            }
        });
        string[] arguments =
        [
            "-v", "error", .. FfmpegTool.StandardInput("wav"),
            "-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-f", "flac", "pipe:1",
        ];
        await RunAsync(arguments, PipeTarget.ToStream(output), input, cancellationToken);
    }

    /// <param name="samples">Gets the samples; as many as the file has.</param>
    /// <exception cref="AudioException">ffmpeg is missing, or the file is damaged.</exception>
    public async Task DecodeAsync(Stream flac, Memory<float> samples, CancellationToken cancellationToken)
    {
        var (expected, read) = ((long)samples.Length * sizeof(float), 0L);
        var output = PipeTarget.Create(async (stream, token) =>
        {
            var buffer = new byte[CopyBytes];
            while (await stream.ReadAsync(buffer, token) is var count and > 0)
            {
                var kept = (int)Math.Clamp(expected - read, 0, count);
                buffer.AsSpan(0, kept).CopyTo(MemoryMarshal.AsBytes(samples.Span)[(int)Math.Min(read, expected)..]);
                read += count;
            }
        });
        string[] arguments = ["-v", "error", .. FfmpegTool.StandardInput("flac"), "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"];
        await RunAsync(arguments, output, PipeSource.FromStream(flac), cancellationToken);
        if (read != expected)
        {
            throw Damaged($"it has {read / sizeof(float):N0} samples instead of {samples.Length:N0}");
        }
    }

    private async Task RunAsync(string[] arguments, PipeTarget output, PipeSource input, CancellationToken cancellationToken)
    {
        var (exitCode, error) = await FfmpegTool.RunAsync(options.FfmpegPath, arguments, output, cancellationToken, input);
        if (exitCode != 0)
        {
            throw Damaged(error.Trim());
        }
    }

    private static AudioException Damaged(string reason) =>
        new(AudioProblem.Undecodable, $"A stored piece of the audio cannot be read: {reason}.");

    // A WAV header for samples of type float. Source: RFC 2361 and Microsoft's "Multimedia Programming Interface", RIFF.
    private static byte[] Header(int samples)
    {
        const int BytesPerSample = sizeof(float);
        const short Float = 3;
        var header = new byte[HeaderLength];
        var length = samples * BytesPerSample;
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), HeaderLength - 8 + length);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), Float);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), FfmpegDecoder.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), FfmpegDecoder.SampleRate * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 8 * BytesPerSample);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), length);
        return header;
    }
}
