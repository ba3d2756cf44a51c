using System.Globalization;
using System.Runtime.InteropServices;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>Audio files made with ffmpeg, and their samples.</summary>
internal static class SpeechAudio
{
    public const int Rate = 16_000;

    /// <summary>Converts audio to 16 kHz, mono, 16 bits, which every program reads.</summary>
    public static async Task<string> WavAsync(string audio, string wav, params string[] options)
    {
        await ChildRun.RunAsync("ffmpeg", ["-v", "error", "-y", "-i", audio, .. options, "-ar", $"{Rate}", "-ac", "1", wav]);
        return wav;
    }

    public static async Task<TimeSpan> LengthAsync(string audio)
    {
        var run = await ChildRun.RunAsync("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", audio);
        return TimeSpan.FromSeconds(double.Parse(run.Output, CultureInfo.InvariantCulture));
    }

    /// <param name="wavs">16 kHz, mono.</param>
    public static async Task<string> JoinAsync(string wav, params string[] wavs)
    {
        await ChildRun.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-y", .. wavs.SelectMany(one => new[] { "-i", one }),
                "-filter_complex", $"concat=n={wavs.Length}:v=0:a=1", wav,
            ]);
        return wav;
    }

    /// <summary>Inserts digital silence into pauses.</summary>
    /// <param name="audio">16 kHz, mono, 16 bits.</param>
    /// <param name="pauses">Seconds, in order, each inside a pause or next to one.</param>
    public static async Task<string> SpreadAsync(string audio, string wav, IEnumerable<double> pauses, TimeSpan silence)
    {
        var bytes = await File.ReadAllBytesAsync(audio);
        var header = bytes.AsSpan().IndexOf("data"u8) + 8;
        var samples = MemoryMarshal.Cast<byte, short>(bytes.AsSpan(header)).ToArray();
        var spread = new List<short>(samples.Length);
        var from = 0;
        foreach (var pause in pauses)
        {
            var to = Quietest(samples, (int)(pause * Rate));
            spread.AddRange(samples.AsSpan(from, to - from));
            spread.AddRange(new short[(int)(silence.TotalSeconds * Rate)]);
            from = to;
        }

        spread.AddRange(samples.AsSpan(from));
        var raw = Path.ChangeExtension(wav, ".raw");
        await File.WriteAllBytesAsync(raw, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(spread)).ToArray());
        await ChildRun.RunAsync("ffmpeg", "-v", "error", "-y", "-f", "s16le", "-ar", $"{Rate}", "-ac", "1", "-i", raw, wav);
        File.Delete(raw);
        return wav;
    }

    // Returns the middle of the quietest twentieth of a second nearby: a compressed file may be some milliseconds late.
    private static int Quietest(short[] samples, int near)
    {
        const int Span = Rate / 20;
        var (best, loudness) = (near, long.MaxValue);
        for (var at = Math.Max(near - (2 * Span), 0); at <= Math.Min(near + (2 * Span), samples.Length) - Span; at += Span / 10)
        {
            var sum = 0L;
            foreach (var sample in samples.AsSpan(at, Span))
            {
                sum += (long)sample * sample;
            }

            (best, loudness) = sum < loudness ? (at + (Span / 2), sum) : (best, loudness);
        }

        return best;
    }
}
