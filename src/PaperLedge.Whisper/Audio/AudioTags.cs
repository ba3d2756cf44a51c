using PaperLedge.Core.Transcripts;

namespace PaperLedge.Whisper.Audio;

/// <summary>What an audio file says of itself: trimmed, without control characters, null where nothing is said. Untrusted text.</summary>
/// <param name="Title">The episode's title.</param>
/// <param name="Description">From the tags description, synopsis or comment, whichever comes first; may have several lines.</param>
/// <param name="Date">As written: a year, an ISO date, or anything else.</param>
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

    /// <param name="tags">As the file has them; names in any case. ID3, MP4 and Vorbis names are understood.</param>
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
