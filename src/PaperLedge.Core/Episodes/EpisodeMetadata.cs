using System.Globalization;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Episodes;

/// <param name="Title">1 to 255 characters, trimmed.</param>
/// <param name="ShowNotes">Markdown; may be empty. Untrusted: shown only after sanitising.</param>
/// <param name="Published">When the episode is, or will be, public.</param>
/// <param name="Season">1 or more.</param>
/// <param name="Episode">The episode's number, 1 or more.</param>
/// <param name="Language">A BCP 47 tag, such as <c>en</c> or <c>pt-BR</c>.</param>
public sealed record EpisodeMetadata(
    string Title,
    string ShowNotes,
    DateTimeOffset Published,
    int? Season,
    int? Episode,
    bool Explicit,
    string Language,
    Paper? Paper)
{
    public EpisodeDetails Details { get; init; } = EpisodeDetails.None;
}

/// <summary>The episode's metadata from the audio file's own tags; null where a tag is missing.</summary>
public sealed record EmbeddedTags(string? Title, string? Description, DateTimeOffset? Published, int? Episode)
{
    public static readonly EmbeddedTags None = new(null, null, null, null);
}

/// <summary>Merges the three sources: the sidecar, else the file's tags, else the file's name.</summary>
public static class MetadataMerger
{
    /// <param name="firstSeen">When the episode's audio was first uploaded: the date if no source has one.</param>
    public static EpisodeMetadata Merge(
        EpisodeSlug slug, Sidecar sidecar, EmbeddedTags tags, ShowSettings show, DateTimeOffset firstSeen) => new(
        sidecar.Title ?? Line(tags.Title) ?? TitleOf(slug),
        sidecar.ShowNotes ?? Block(tags.Description) ?? "",
        sidecar.Published ?? tags.Published ?? firstSeen,
        sidecar.Season,
        sidecar.Episode ?? tags.Episode,
        sidecar.Explicit ?? show.Explicit,
        sidecar.Language ?? show.Language,
        sidecar.Paper)
    {
        Details = sidecar.Details,
    };

    /// <summary>Keeps published metadata through slips: an unreadable sidecar changes nothing, an unreadable date keeps the date.</summary>
    /// <param name="before">The published metadata, or null.</param>
    public static EpisodeMetadata Keep(EpisodeMetadata merged, Sidecar sidecar, EpisodeMetadata? before) =>
        before is null ? merged
        : !sidecar.IsReadable ? before
        : sidecar.HasWrongDate ? merged with { Published = before.Published }
        : merged;

    // attention-is-all becomes Attention is all.
    private static string TitleOf(EpisodeSlug slug)
    {
        var words = slug.Value.Replace('-', ' ');
        return string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(words[0])}{words[1..]}");
    }

    private static string? Line(string? text) =>
        text is not null && PlainText.OneLine(text) is { Length: > 0 } line ? PlainText.Shorten(line, SidecarReader.MaxLine) : null;

    private static string? Block(string? text) =>
        text is not null && PlainText.Lines(text) is { Length: > 0 } block ? PlainText.Shorten(block, SidecarReader.MaxShowNotes) : null;
}
