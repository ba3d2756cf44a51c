using System.Text.RegularExpressions;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Text;

namespace PaperLedge.Speech.Audio;

/// <summary>A chapter as ffprobe reads it from a file.</summary>
/// <param name="Title">Untrusted text; null or empty if it has none.</param>
internal sealed record FoundChapter(TimeSpan Start, string? Title);

/// <summary>Chapters that a file holds, under the rules for those of a sidecar; what is wrong is reported and left out.</summary>
/// <remarks>Whether they lie within the audio is decided when its length is known.</remarks>
internal static partial class FileChapters
{
    // Warnings name so many chapters by their starts.
    private const int MaxNamed = 10;

    private const string Remedy = "or list the chapters in the sidecar.";

    /// <param name="found">In any order.</param>
    /// <param name="count">How many the file has; more than were read if they are very many.</param>
    /// <returns>In order of their starts, which all differ.</returns>
    public static (IReadOnlyList<Chapter> Chapters, IReadOnlyList<string> Problems) Read(
        AudioFormat format, IReadOnlyList<FoundChapter> found, int count)
    {
        List<TimeSpan> untitled = [], unreadable = [], together = [], cut = [];
        var chapters = new List<Chapter>();
        foreach (var (start, title) in found.OrderBy(chapter => chapter.Start).Take(EpisodeDetails.MaxChapters))
        {
            if (title is { Length: > 0 } && Mojibake.IsEvidentIn(title))
            {
                unreadable.Add(start);
            }
            else if (PlainText.OneLine(title) is not { Length: > 0 } line || IsCode(format, line))
            {
                untitled.Add(start);
            }
            else if (chapters.Count > 0 && chapters[^1].Start == start)
            {
                together.Add(start);
            }
            else
            {
                chapters.Add(new Chapter(start, PlainText.Shorten(line, Chapter.MaxTitle)));
                if (line.Length > Chapter.MaxTitle)
                {
                    cut.Add(start);
                }
            }
        }

        string?[] problems =
        [
            count > EpisodeDetails.MaxChapters
                ? $"The file has {count} chapters; only the first {EpisodeDetails.MaxChapters} are kept. Make fewer of them."
                : null,
            Report(unreadable, $"are left out, since their titles are not readable text. Write the titles as UTF-8, {Remedy}"),
            Report(untitled, $"are left out, since they have no title. Give each a title, {Remedy}"),
            Report(together, $"are left out, since another chapter starts at the same time. Give each its own start, {Remedy}"),
            Report(cut, $"have titles of more than {Chapter.MaxTitle} characters, and the rest is left out. Shorten them, {Remedy}"),
        ];
        return (chapters, [.. problems.OfType<string>()]);
    }

    private static string? Report(List<TimeSpan> starts, string what)
    {
        var named = string.Join(", ", starts.Take(MaxNamed).Select(ClockTime.Short)) + (starts.Count > MaxNamed ? ", …" : "");
        return starts.Count == 0 ? null : $"Chapters of the file ({starts.Count}, at {named}) {what}";
    }

    // ffprobe gives the tracks of a FLAC's cue sheet their recording codes (ISRC) as titles.
    private static bool IsCode(AudioFormat format, string title) => format == AudioFormat.Flac && Isrc().IsMatch(title);

    [GeneratedRegex(@"\A[A-Z]{2}[A-Z0-9]{3}[0-9]{7}\z")]
    private static partial Regex Isrc();
}
