using System.Globalization;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Pages;

/// <summary>Dates, durations and summaries as pages word them.</summary>
internal static class PageText
{
    /// <summary>About two lines of the list.</summary>
    private const int SummaryLength = 180;

    /// <summary>Where seconds no longer help anyone choose.</summary>
    private static readonly TimeSpan LongEpisode = TimeSpan.FromMinutes(10);

    public static string Date(DateTimeOffset date) => date.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string MachineDate(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan duration)
    {
        var seconds = TimeSpan.FromSeconds(Math.Max(1, Math.Round(duration.TotalSeconds)));
        return seconds switch
        {
            { TotalHours: >= 1 } => Join((int)seconds.TotalHours, "h", seconds.Minutes, "min"),
            { TotalMinutes: < 1 } => Join(seconds.Seconds, "s", 0, ""),
            _ when seconds < LongEpisode => Join(seconds.Minutes, "min", seconds.Seconds, "s"),
            _ => Join(seconds.Minutes, "min", 0, ""),
        };
    }

    public static string MachineDuration(TimeSpan duration) => ClockTime.Duration(TimeSpan.FromSeconds(Math.Max(1, Math.Round(duration.TotalSeconds))));

    public static string Summary(string showNotes) => PlainText.Shorten(PlainText.OneLine(ShowNotes.FirstParagraph(showNotes)), SummaryLength);

    /// <param name="length">Bytes.</param>
    public static string Size(long length) => length < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, length / 1_000)} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{length / 1_000_000d:0.#} MB");

    /// <summary>The part of plain text between blank lines.</summary>
    public static IReadOnlyList<string> Paragraphs(string text) =>
        [.. PlainText.Lines(text).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static string Join(int large, string largeUnit, int small, string smallUnit) => small == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{large} {largeUnit}")
        : string.Create(CultureInfo.InvariantCulture, $"{large} {largeUnit} {small} {smallUnit}");
}
