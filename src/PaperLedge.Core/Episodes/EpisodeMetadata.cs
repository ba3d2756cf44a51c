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

    /// <summary>Of <see cref="Published"/>, whose own equality ignores it: pages show the day in the producer's offset.</summary>
    public TimeSpan Offset { get; init; } = Published.Offset;
}

/// <summary>The episode's metadata from the audio file itself; null where a tag is missing.</summary>
/// <remarks>A file's dates are of its recording, its export or its program; none is when the episode is public.</remarks>
/// <param name="Description">From the fields that are meant for show notes.</param>
public sealed record EmbeddedTags(string? Title, string? Description, int? Episode)
{
    public static readonly EmbeddedTags None = new(null, null, null);

    /// <inheritdoc cref="EpisodeDetails.Chapters"/>
    public IReadOnlyList<Chapter> Chapters { get; init => field = new ValueList<Chapter>(value); } = ValueList<Chapter>.Empty;

    /// <summary>Drops chapters beyond the audio's end, since apps that seek there fail.</summary>
    public (EmbeddedTags Tags, IReadOnlyList<string> Problems) Within(TimeSpan duration)
    {
        var late = Chapters.Where(chapter => chapter.Start >= duration)
            .Select(chapter =>
                $"The file's chapter '{chapter.Title}' starts at {ClockTime.Short(chapter.Start)}, after the audio's end at " +
                $"{ClockTime.Short(duration)}; it is left out. Correct it in the file, or list the chapters in the sidecar.")
            .ToList();
        return (this with { Chapters = [.. Chapters.Where(chapter => chapter.Start < duration)] }, late);
    }
}

/// <summary>Merges the three sources: the sidecar, else the file's tags, else the file's name.</summary>
public static class MetadataMerger
{
    /// <param name="firstSeen">When the episode's audio was first uploaded: its date, unless the sidecar has one.</param>
    public static EpisodeMetadata Merge(
        EpisodeSlug slug, Sidecar sidecar, EmbeddedTags tags, ShowSettings show, DateTimeOffset firstSeen)
    {
        var (notes, paper) = CreditLine.Take(sidecar.ShowNotes ?? Block(tags.Description) ?? "", sidecar.Paper);
        return new(
            sidecar.Title ?? Line(tags.Title) ?? TitleOf(slug),
            notes,
            sidecar.Published ?? firstSeen,
            sidecar.Season,
            sidecar.Episode ?? tags.Episode,
            sidecar.Explicit ?? show.Explicit,
            sidecar.Language ?? show.Language,
            paper)
        {
            Details = sidecar.Details.Chapters.Count > 0 ? sidecar.Details : sidecar.Details with { Chapters = tags.Chapters },
        };
    }

    /// <summary>Keeps published metadata through slips: an unreadable sidecar changes nothing, an unreadable date keeps the date.</summary>
    /// <param name="before">The published metadata, or null.</param>
    public static EpisodeMetadata Keep(EpisodeMetadata merged, Sidecar sidecar, EpisodeMetadata? before) =>
        before is null ? merged
        : !sidecar.IsReadable ? before
        : sidecar.DateProblem is not null ? merged with { Published = before.Published, Offset = before.Offset }
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
