using System.Globalization;
using System.Text.Json;
using PaperLedge.Core.Text;

namespace PaperLedge.Speech.Audio;

/// <summary>Tags of an audio file: trimmed, without control characters, null if absent. Untrusted text.</summary>
/// <param name="Title">The episode's title.</param>
/// <param name="Description">From the tags description, synopsis or comment, whichever comes first; may have several lines.</param>
/// <param name="Date">As written: a year, an ISO date, or any other text.</param>
/// <param name="Track">As written, such as <c>3</c> or <c>3/12</c>.</param>
public sealed record AudioTags(
    string? Title = null,
    string? Artist = null,
    string? Album = null,
    string? Description = null,
    string? Date = null,
    string? Track = null,
    string? Language = null)
{
    /// <summary>Longer values are cut here; a feed's description ends at 4,000 bytes anyway.</summary>
    public const int MaxLength = 4000;

    /// <param name="tags">As the file has them; names in any case. ID3, MP4 and Vorbis names are known.</param>
    public static AudioTags From(IReadOnlyDictionary<string, string> tags)
    {
        var named = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in tags)
        {
            if (PlainText.Lines(value) is { Length: > 0 } text)
            {
                named.TryAdd(name, PlainText.Shorten(text, MaxLength));
            }
        }

        string? First(params string[] names) => names.Select(named.GetValueOrDefault).FirstOrDefault(value => value is not null);

        return new AudioTags(
            Title: Line(First("title")),
            Artist: Line(First("artist", "album_artist", "author")),
            Album: Line(First("album", "show")),
            Description: First("description", "synopsis", "TDES", "comment"),
            Date: Line(First("date", "TDRL", "creation_time", "year")),
            Track: Line(First("track", "tracknumber", "episode_sort")),
            Language: Line(First("language")) is "und" ? null : Line(First("language")));
    }

    private static string? Line(string? text) => text is null ? null : PlainText.OneLine(text);
}

/// <summary>ffprobe's answer, with the audio stream selected that players play: the default one, or the first.</summary>
/// <param name="Audio">Null if no stream is audio.</param>
/// <param name="AudioTracks">Number of audio streams.</param>
/// <param name="HasPicture">True if there is a video stream other than a cover.</param>
/// <param name="Duration">The audio stream's, else the file's, else null.</param>
/// <param name="Tags">The file's tags; then the audio stream's, where Ogg has them.</param>
internal sealed record ProbeAnswer(
    ProbeAnswer.AudioStream? Audio, int AudioTracks, bool HasPicture, TimeSpan? Duration, IReadOnlyDictionary<string, string> Tags)
{
    // No real file is longer: this keeps a hostile number out of TimeSpan.
    private const double MaxSeconds = 1e9;

    /// <param name="Track">Place among the audio streams.</param>
    /// <param name="Start">Time of its first sample.</param>
    public sealed record AudioStream(int Track, string Codec, int Channels, int SampleRate, TimeSpan Start, string? Language);

    /// <returns>Null if the text is not an answer of ffprobe.</returns>
    public static ProbeAnswer? TryParse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var format = root.TryGetProperty("format", out var f) ? f : default;
            List<JsonElement> streams = root.TryGetProperty("streams", out var all) ? [.. all.EnumerateArray()] : [];
            var tracks = streams.Where(stream => Text(stream, "codec_type") == "audio").ToList();
            var track = Math.Max(0, tracks.FindIndex(stream => Has(stream, "default")));
            var stream = tracks.ElementAtOrDefault(track);

            var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            AddTags(tags, format);
            AddTags(tags, stream);
            var audio = stream.ValueKind == JsonValueKind.Object
                ? new AudioStream(
                    track,
                    Text(stream, "codec_name") ?? "unknown",
                    Number(stream, "channels"),
                    Number(stream, "sample_rate"),
                    Seconds(stream, "start_time") ?? TimeSpan.Zero,
                    LanguageOf(stream))
                : null;
            var hasPicture = streams.Exists(other => Text(other, "codec_type") == "video" && !Has(other, "attached_pic"));
            return new ProbeAnswer(audio, tracks.Count, hasPicture, Seconds(stream, "duration") ?? Seconds(format, "duration"), tags);
        }
        catch (JsonException)
        {
            // Cut at the length limit, or not written at all; the caller reports it in ffprobe's own words.
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

    private static bool Has(JsonElement stream, string disposition) =>
        stream.TryGetProperty("disposition", out var dispositions) && Number(dispositions, disposition) == 1;

    private static string? LanguageOf(JsonElement stream) =>
        stream.TryGetProperty("tags", out var tags) && Text(tags, "language") is { } language && language != "und" ? language : null;

    private static TimeSpan? Seconds(JsonElement owner, string name) =>
        Text(owner, name) is { } text
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds >= 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, MaxSeconds))
            : null;

    private static int Number(JsonElement owner, string name) =>
        int.TryParse(Text(owner, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value.ToString() : null;
}
