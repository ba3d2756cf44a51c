using System.Globalization;
using System.Text.RegularExpressions;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>Degraded speech, made by ffmpeg from a clean 16 kHz mono file.</summary>
internal static partial class DegradedAudio
{
    // In dB, of speech above pink noise: mean power over the whole file, pauses included.
    private const double NoiseDistance = 10;

    private const double MusicDistance = 15;

    // C, G, A minor, F; two seconds each, struck and fading.
    private static readonly double[][] s_chords =
    [
        [130.81, 261.63, 329.63, 392], [98, 246.94, 293.66, 392], [110, 220, 261.63, 329.63], [87.31, 220, 261.63, 349.23],
    ];

    // Each with the end of its file's name.
    public static IReadOnlyList<(string Name, Func<string, string, Task> Make)> All { get; } =
    [
        ("40-db-quieter", (clean, wav) => FilterAsync(clean, wav, "volume=-40dB", "-c:a", "pcm_s24le")),
        ("50-db-quieter", (clean, wav) => FilterAsync(clean, wav, "volume=-50dB", "-c:a", "pcm_s24le")),
        ("telephone", (clean, wav) => FilterAsync(
            clean, wav, "highpass=f=300,highpass=f=300,lowpass=f=3400,lowpass=f=3400", "-ar", "8000", "-c:a", "pcm_mulaw")),
        ("pink-noise", (clean, wav) => MixAsync(
            clean, wav, $"anoisesrc=color=pink:seed=1:amplitude=0.5:sample_rate={SpeechAudio.Rate}", NoiseDistance)),
        ("music", (clean, wav) => MixAsync(clean, wav, $"aevalsrc=exprs='{Chords()}':sample_rate={SpeechAudio.Rate}", MusicDistance)),
        ("1.3-times-as-fast", (clean, wav) => FilterAsync(clean, wav, "atempo=1.3")),
    ];

    public static Task<ChildRun> FilterAsync(string clean, string wav, string filter, params string[] format) =>
        ChildRun.RunAsync("ffmpeg", ["-v", "error", "-y", "-i", clean, "-af", filter, .. format, wav]);

    // source is an endless filter, and distance is how many dB it stays below the speech.
    private static async Task MixAsync(string clean, string wav, string source, double distance)
    {
        var sound = Path.ChangeExtension(wav, ".sound.wav");
        var length = (await SpeechAudio.LengthAsync(clean)).TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await ChildRun.RunAsync("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source, "-t", length, sound);
        var gain = await LoudnessAsync(clean) - distance - await LoudnessAsync(sound);
        await ChildRun.RunAsync(
            "ffmpeg", "-v", "error", "-y", "-i", clean, "-i", sound,
            "-filter_complex", FormattableString.Invariant($"[1]volume={gain:0.0}dB[quiet];[0][quiet]amix=inputs=2:normalize=0"), wav);
        File.Delete(sound);
    }

    private static async Task<double> LoudnessAsync(string wav)
    {
        var run = await ChildRun.RunAsync("ffmpeg", "-hide_banner", "-nostats", "-i", wav, "-af", "volumedetect", "-f", "null", "-");
        return double.Parse(MeanVolume().Match(run.Error).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static string Chords()
    {
        const int Seconds = 2;
        var chords = s_chords.Select((notes, i) =>
        {
            // Two harmonics make it sound like a string rather than a tone.
            var strings = notes.Select(hertz => FormattableString.Invariant(
                $"sin(2*PI*{hertz}*t)+0.5*sin(2*PI*{2 * hertz}*t)+0.25*sin(2*PI*{3 * hertz}*t)"));
            return $"gte(mod(t\\,{Seconds * s_chords.Length})\\,{Seconds * i})"
                + $"*lt(mod(t\\,{Seconds * s_chords.Length})\\,{Seconds * (i + 1)})*({string.Join('+', strings)})";
        });
        return $"0.05*exp(-mod(t\\,{Seconds}))*({string.Join('+', chords)})";
    }

    [GeneratedRegex(@"mean_volume: (-?[\d.]+) dB")]
    private static partial Regex MeanVolume();
}
