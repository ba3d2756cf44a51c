using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PaperLedge.Speech.Audio;

/// <summary>ffprobe's answer, with the audio stream selected that players play: the default one, or the first.</summary>
/// <param name="Audio">Null if no stream is audio.</param>
/// <param name="AudioTracks">Number of audio streams.</param>
/// <param name="HasPicture">True if there is a video stream other than a cover.</param>
/// <param name="Cover">Place of a JPEG or PNG cover among the video streams, or null.</param>
/// <param name="Duration">The audio stream's, else the file's, else null.</param>
/// <param name="Tags">The file's tags; then the audio stream's, where Ogg has them.</param>
/// <param name="Chapters">In the file's order; not all if there are very many.</param>
internal sealed record ProbeAnswer(
    ProbeAnswer.AudioStream? Audio,
    int AudioTracks,
    bool HasPicture,
    int? Cover,
    TimeSpan? Duration,
    IReadOnlyDictionary<string, string> Tags,
    IReadOnlyList<FoundChapter> Chapters)
{
    // A line that is left out may leave the comma before it.
    private static readonly JsonDocumentOptions s_options = new() { AllowTrailingCommas = true };

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
            using var document = JsonDocument.Parse(json, s_options);
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
            var pictures = streams.Where(other => Text(other, "codec_type") == "video").ToList();
            var hasPicture = pictures.Exists(picture => !Has(picture, "attached_pic"));
            var cover = pictures.FindIndex(picture =>
                Has(picture, "attached_pic")
                && !Has(picture, "timed_thumbnails")
                && Text(picture, "codec_name") is "mjpeg" or "png");
            var duration = Seconds(stream, "duration") ?? Seconds(format, "duration");
            return new ProbeAnswer(
                audio, tracks.Count, hasPicture, cover < 0 ? null : cover, duration, tags, ReadChapters(root));
        }
        catch (JsonException)
        {
            // Cut at the length limit, or not written at all; the caller reports it in ffprobe's own words.
            return null;
        }
    }

    // A start before the sound's, such as that of an encoder's padding, is the sound's.
    private static List<FoundChapter> ReadChapters(JsonElement root) =>
        root.TryGetProperty("chapters", out var chapters)
            ? [.. chapters.EnumerateArray().Select(chapter => new FoundChapter(
                Milliseconds(Seconds(chapter, "start_time") ?? TimeSpan.Zero),
                chapter.TryGetProperty("tags", out var tags) ? Text(tags, "title") : null))]
            : [];

    private static TimeSpan Milliseconds(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));

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

/// <summary>Collects what ffprobe writes, line by line, up to a limit. Of very many chapters only the first are kept.</summary>
internal sealed class ProbeOutput
{
    // An answer with every tag full is some tens of kilobytes.
    private const int MaxLength = 8 << 20;

    // Far more than an episode keeps; they may come in any order.
    private const int MaxChapters = 2_000;
    private const int MaxChapterLength = 4 << 20;

    // The lines that begin and end the list and each of its entries, as ffprobe indents them.
    private const string ListBegins = "    \"chapters\": [";
    private const string ListEnds = "    ]";
    private const string ChapterBegins = "        {";

    private readonly StringBuilder _json = new();
    private bool _isInChapters;
    private bool _isSkipping;
    private int _listStart;

    public string Json => _json.ToString();

    /// <summary>Number of chapters, also of those that are not kept.</summary>
    public int Chapters { get; private set; }

    public void Add(string line)
    {
        if (line.TrimEnd() == ListBegins)
        {
            (_isInChapters, _listStart) = (true, _json.Length);
        }
        else if (_isInChapters && line.StartsWith(ListEnds, StringComparison.Ordinal))
        {
            (_isInChapters, _isSkipping) = (false, false);
        }
        else if (_isInChapters && line.TrimEnd() == ChapterBegins)
        {
            Chapters++;
            _isSkipping = Chapters > MaxChapters || _json.Length - _listStart > MaxChapterLength;
        }

        if (!_isSkipping && _json.Length + line.Length < MaxLength)
        {
            _json.Append(line).Append('\n');
        }
    }
}
