using System.Globalization;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>Audio files as ffmpeg makes them, and the samples in them.</summary>
internal static class SpeechAudio
{
    public const int Rate = 16_000;

    private const int Header = 44;

    /// <summary>16 kHz, mono, 16 bits, which every program reads.</summary>
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
}
