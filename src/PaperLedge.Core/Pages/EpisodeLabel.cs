using System.Globalization;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Pages;

internal static class EpisodeLabel
{
    /// <returns>Null for a full episode, the usual type.</returns>
    public static string? Type(EpisodeMetadata metadata) => metadata.Details.Type switch
    {
        EpisodeType.Trailer => "Trailer",
        EpisodeType.Bonus => "Bonus",
        _ => null,
    };

    /// <returns>Such as <c>Season 2</c>.</returns>
    public static string? Season(EpisodeMetadata metadata) =>
        metadata.Season is { } number ? string.Create(CultureInfo.InvariantCulture, $"Season {number}") : null;

    /// <returns>The producer's name for the season, in the show's language; null if it has none.</returns>
    public static string? SeasonName(ShowSettings show, EpisodeMetadata metadata) =>
        PlainText.OneLine(show.Seasons.FirstOrDefault(season => season.Number == metadata.Season)?.Name) is { Length: > 0 } name
            ? name
            : null;

    /// <returns>Such as <c>Episode 3</c>, or the label that the producer set instead.</returns>
    public static string? Number(EpisodeMetadata metadata) =>
        PlainText.OneLine(metadata.Details.EpisodeDisplay) is { Length: > 0 } display ? display
        : metadata.Episode is { } number ? string.Create(CultureInfo.InvariantCulture, $"Episode {number}")
        : null;
}
