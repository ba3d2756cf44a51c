using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage;

/// <summary>Texts as table properties.</summary>
internal static class Texts
{
    /// <summary>A string property holds 64 KiB of UTF-16 (<see href="https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model"/>).</summary>
    public const int MaxCharacters = 32 * 1024;

    public static string? Fit(string? text) => text is null ? null : PlainText.Shorten(text, MaxCharacters);

    /// <summary>Line by line; what does not fit is left out from the end.</summary>
    public static string? Join(IReadOnlyList<string> lines) =>
        lines.Count == 0 ? null : PlainText.Shorten(string.Join('\n', lines.Select(PlainText.OneLine)), MaxCharacters);

    public static IReadOnlyList<string> Split(string? text) => text?.Split('\n') ?? [];
}
