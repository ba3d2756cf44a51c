using PaperLedge.Speech.Audio;

namespace PaperLedge.ComponentTests.Audio;

/// <summary>Probe and decoder together, as the function app uses them.</summary>
internal static class AudioReading
{
    public const string Name = "episode.mp3";

    public static Task<AudioProbeResult> ProbeAsync(string path, AudioOptions? options = null) =>
        new AudioProbe(options ?? new AudioOptions()).ProbeAsync(path, Name, CancellationToken.None);

    public static async Task<float[]> DecodeAsync(string path, AudioProbeResult probe, AudioOptions? options = null)
    {
        var samples = new List<float>();
        await foreach (var block in new FfmpegDecoder(options ?? new AudioOptions()).DecodeAsync(
            AudioSource.File(path), probe, CancellationToken.None))
        {
            samples.AddRange(block.Span);
        }

        return [.. samples];
    }

    public static async Task<float[]> ReadAsync(string path, AudioOptions? options = null) =>
        await DecodeAsync(path, await ProbeAsync(path, options), options);

    public static async Task<AudioException> RefusalAsync(string path, AudioOptions? options = null)
    {
        var exception = await Assert.ThrowsAsync<AudioException>(() => ReadAsync(path, options));
        Assert.Contains($"'{Name}'", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), exception.Message, StringComparison.Ordinal);
        return exception;
    }
}
