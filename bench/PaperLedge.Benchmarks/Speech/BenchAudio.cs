using System.Globalization;
using PaperLedge.Whisper.Audio;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>The samples' audio, one after the other and over again, as 16 kHz WAV of a wanted length.</summary>
internal static class BenchAudio
{
    public static async Task WriteAsync(string root, string wav, TimeSpan length)
    {
        string[] samples = ["a-theory-of-communication.mp3", "clocks-without-time.m4a", "the-strength-of-weak-ties.ogg"];
        var joined = Path.ChangeExtension(wav, ".joined.wav");
        var inputs = samples.SelectMany(name => new[] { "-i", Path.Combine(root, "samples", name) });
        await ChildRun.RunAsync("ffmpeg", ["-v", "error", "-y", .. inputs, "-filter_complex", "concat=n=3:v=0:a=1", "-ar", "16000", "-ac", "1", joined]);
        var seconds = length.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await ChildRun.RunAsync("ffmpeg", "-v", "error", "-y", "-stream_loop", "-1", "-i", joined, "-t", seconds, wav);
        File.Delete(joined);
    }

    /// <summary>As a decoder gives it: a second at a time.</summary>
    public static IAsyncEnumerable<ReadOnlyMemory<float>> StreamAsync(float[] samples) =>
        samples.Chunk(LogMelSpectrogram.SampleRate).Select(block => (ReadOnlyMemory<float>)block).ToAsyncEnumerable();

    /// <summary>16 bits, mono, 16 kHz.</summary>
    public static async Task<float[]> ReadAsync(string wav)
    {
        var bytes = await File.ReadAllBytesAsync(wav);
        var data = bytes.AsSpan().IndexOf("data"u8) + 8;
        var samples = new float[(bytes.Length - data) / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BitConverter.ToInt16(bytes, data + (2 * i)) / 32768f;
        }

        return samples;
    }
}
