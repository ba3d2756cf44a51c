using System.Globalization;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Pages;

internal static class PageText
{
    // Characters: about two lines of the list.
    private const int SummaryLength = 180;

    // From this length on, seconds do not help anyone choose.
    private static readonly TimeSpan s_longEpisode = TimeSpan.FromMinutes(10);

    // In the producer's offset, so that readers see the day that the producer wrote.
    public static string Date(DateTimeOffset date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string MachineDate(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan duration)
    {
        var seconds = TimeSpan.FromSeconds(Math.Max(1, Math.Round(duration.TotalSeconds)));
        return seconds switch
        {
            { TotalHours: >= 1 } => Join((int)seconds.TotalHours, "h", seconds.Minutes, "min"),
            { TotalMinutes: < 1 } => Join(seconds.Seconds, "s", 0, ""),
            _ when seconds < s_longEpisode => Join(seconds.Minutes, "min", seconds.Seconds, "s"),
            _ => Join(seconds.Minutes, "min", 0, ""),
        };
    }

    public static string MachineDuration(TimeSpan duration) =>
        ClockTime.Duration(TimeSpan.FromSeconds(Math.Max(1, Math.Round(duration.TotalSeconds))));

    public static string Summary(string showNotes) =>
        PlainText.Shorten(PlainText.OneLine(ShowNotes.FirstParagraph(showNotes)), SummaryLength);

    /// <param name="length">Bytes.</param>
    public static string Size(long length) => length < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, length / 1_000)} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{length / 1_000_000d:0.#} MB");

    // Splits plain text at blank lines.
    public static IReadOnlyList<string> Paragraphs(string text) =>
        [.. PlainText.Lines(text).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static string Join(int large, string largeUnit, int small, string smallUnit) => small == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{large} {largeUnit}")
        : string.Create(CultureInfo.InvariantCulture, $"{large} {largeUnit} {small} {smallUnit}");
}

/// <summary>The language of a page's content. Labels are English, and are marked as English in pages of another language.</summary>
public sealed class PageLanguage(string? tag)
{
    public string Tag { get; } = LanguageTag.OrUndetermined(tag);

    public string Direction { get; } = LanguageTag.Direction(tag);

    /// <summary>Attributes for an element with an English label; null on an English page.</summary>
    public IReadOnlyDictionary<string, object>? English { get; } = LanguageTag.IsEnglish(tag)
        ? null
        : new Dictionary<string, object> { ["lang"] = "en", ["dir"] = "ltr" };
}
