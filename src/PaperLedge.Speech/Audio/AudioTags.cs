using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Text;

namespace PaperLedge.Speech.Audio;

/// <summary>Tags of an audio file that an episode uses: trimmed, without control characters, null if absent. Untrusted text.</summary>
/// <param name="Title">One line, at most 255 characters.</param>
/// <param name="Description">Show notes, at most 30,000 characters; may have several lines.</param>
/// <param name="Track">As written, such as <c>3</c> or <c>3/12</c>.</param>
public sealed record AudioTags(string? Title = null, string? Description = null, string? Track = null)
{
    private const string Remedy = "Write the file's tags as UTF-8 (ID3v2.4)";

    // As ffprobe names them. No other field is for show notes: comments are private, and a WAV's description is the recorder's. Taggers
    // write podcasts' notes in TDES (TDS before ID3v2.3), or in a field of their own that they name description; an MP4's synopsis is
    // its long description.
    private static readonly string[] s_id3Notes = ["TDES", "TDS", "description"];
    private static readonly string[] s_mp4Notes = ["synopsis", "description"];
    private static readonly string[] s_vorbisNotes = ["description"];
    private static readonly string[] s_waveNotes = ["TDES"];

    /// <param name="tags">As the file has them, by ffprobe's names in any case; the first of a name counts.</param>
    /// <returns>The tags, and what is wrong with those that are left out or cut.</returns>
    public static (AudioTags Tags, IReadOnlyList<string> Problems) From(
        AudioFormat format, IEnumerable<KeyValuePair<string, string>> tags)
    {
        var named = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in tags)
        {
            named.TryAdd(name, value);
        }

        var problems = new List<string>();
        var title = First(["title"], PlainText.OneLine, SidecarReader.MaxLine, "title");
        var notes = First(NotesOf(format), PlainText.Lines, SidecarReader.MaxShowNotes, "description");
        var track = First(["track", "tracknumber", "episode_sort"], PlainText.OneLine, SidecarReader.MaxLine, "episode");
        return (new AudioTags(title, notes, track), problems);

        string? First(string[] names, Func<string, string> clean, int maxLength, string field)
        {
            foreach (var name in names)
            {
                if (!named.TryGetValue(name, out var value) || value.Length == 0)
                {
                    continue;
                }

                if (Mojibake.IsEvidentIn(value))
                {
                    problems.Add(Unreadable(name, value, field));
                }
                else if (clean(value) is { Length: > 0 } text)
                {
                    return Shorten(name, text, maxLength, field);
                }
            }

            return null;
        }

        string Shorten(string name, string text, int maxLength, string field)
        {
            if (text.Length > maxLength)
            {
                problems.Add(
                    $"The tag '{name}' is {text.Length} characters long; only the first {maxLength} are kept. " +
                    $"Shorten it, or write \"{field}\" in the sidecar.");
            }

            return PlainText.Shorten(text, maxLength);
        }
    }

    /// <summary>Warns of a tag that ffprobe could not read.</summary>
    /// <param name="name">As the file or ffprobe names it.</param>
    /// <param name="field">The field of the sidecar that has the same meaning.</param>
    internal static string Undecodable(string name, string field) =>
        $"The tag '{name}' is damaged or in an unknown encoding, and is left out. {Remedy}, or write \"{field}\" in the sidecar.";

    private static string Unreadable(string name, string value, string field)
    {
        var shown = PlainText.Shorten(PlainText.OneLine(value), 40);
        return $"The tag '{name}' is not readable text ('{shown}'), and is left out: it was probably written in a local code page. " +
            $"{Remedy}, or write \"{field}\" in the sidecar.";
    }

    private static string[] NotesOf(AudioFormat format) =>
        format == AudioFormat.Mp4 ? s_mp4Notes
        : format == AudioFormat.Ogg || format == AudioFormat.Flac ? s_vorbisNotes
        : format == AudioFormat.Wav ? s_waveNotes
        : s_id3Notes;
}
