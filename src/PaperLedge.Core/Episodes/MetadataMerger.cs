using System.Globalization;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>One answer from three sources: the sidecar, else the file's tags, else the file's name.</summary>
public static class MetadataMerger
{
    /// <param name="firstSeen">When the episode's audio was first uploaded: its date unless somebody gives another.</param>
    public static EpisodeMetadata Merge(EpisodeSlug slug, Sidecar sidecar, EmbeddedTags tags, ShowSettings show, DateTimeOffset firstSeen) => new(
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

    /// <summary>
    /// What a slip of the pen must not undo: a file that cannot be read leaves what is out as it is, and a date that cannot be
    /// read leaves the date.
    /// </summary>
    /// <param name="before">What listeners have, or null.</param>
    public static EpisodeMetadata Keep(EpisodeMetadata merged, Sidecar sidecar, EpisodeMetadata? before) =>
        before is null ? merged
        : !sidecar.IsReadable ? before
        : sidecar.HasWrongDate ? merged with { Published = before.Published }
        : merged;

    /// <summary><c>attention-is-all</c> becomes <c>Attention is all</c>.</summary>
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
