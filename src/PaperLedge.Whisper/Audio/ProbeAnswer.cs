using System.Globalization;
using System.Text.Json;

namespace PaperLedge.Whisper.Audio;

/// <summary>What ffprobe said, with the first audio stream picked.</summary>
/// <param name="Audio">Null if no stream is audio.</param>
/// <param name="Duration">The audio stream's, else the file's, else null.</param>
/// <param name="Tags">The file's; then, as Ogg has them there, the audio stream's.</param>
internal sealed record ProbeAnswer(ProbeAnswer.AudioStream? Audio, TimeSpan? Duration, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>More is nobody's file: it keeps a hostile number out of TimeSpan.</summary>
    private const double MaxSeconds = 1e9;

    public sealed record AudioStream(string Codec, int Channels, int SampleRate);

    /// <returns>Null if the text is not an answer of ffprobe.</returns>
    public static ProbeAnswer? TryParse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var format = root.TryGetProperty("format", out var f) ? f : default;
            var stream = root.TryGetProperty("streams", out var streams)
                ? streams.EnumerateArray().FirstOrDefault(s => Text(s, "codec_type") == "audio")
                : default;

            var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            AddTags(tags, format);
            AddTags(tags, stream);
            var audio = stream.ValueKind == JsonValueKind.Object
                ? new AudioStream(Text(stream, "codec_name") ?? "unknown", Number(stream, "channels"), Number(stream, "sample_rate"))
                : null;
            return new ProbeAnswer(audio, Seconds(stream) ?? Seconds(format), tags);
        }
        catch (JsonException)
        {
            // Cut at the length limit, or not written at all; the caller tells it with ffprobe's own words.
            return null;
        }
    }

    private static void AddTags(Dictionary<string, string> tags, JsonElement owner)
    {
        if (owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty("tags", out var values))
        {
            foreach (var tag in values.EnumerateObject())
            {
                tags.TryAdd(tag.Name, tag.Value.ToString());
            }
        }
    }

    private static TimeSpan? Seconds(JsonElement owner) =>
        Text(owner, "duration") is { } text
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds >= 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, MaxSeconds))
            : null;

    private static int Number(JsonElement owner, string name) =>
        int.TryParse(Text(owner, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value.ToString() : null;
}
