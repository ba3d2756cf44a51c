using System.Globalization;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Pages;

internal static class PageText
{
    // Characters: about two lines of the list.
    private const int SummaryLength = 180;

    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    // In the producer's offset, so that readers see the day that the producer wrote.
    public static string Date(DateTimeOffset date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string MachineDate(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan duration) => Wording.Duration(duration > s_shortest ? duration : s_shortest);

    public static string MachineDuration(TimeSpan duration) =>
        ClockTime.Duration(TimeSpan.FromSeconds(Math.Max(1, Math.Round(duration.TotalSeconds))));

    public static string Summary(string showNotes) =>
        PlainText.Shorten(PlainText.OneLine(ShowNotes.FirstParagraph(showNotes)), SummaryLength);

    // Splits plain text at blank lines.
    public static IReadOnlyList<string> Paragraphs(string text) =>
        [.. PlainText.Lines(text).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
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
