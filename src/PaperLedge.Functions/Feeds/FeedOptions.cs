using System.ComponentModel.DataAnnotations;

namespace PaperLedge.Functions.Feeds;

public sealed record FeedOptions : IValidatableObject
{
    public const string Section = "Feed";

    /// <summary>Episodes in the feed's main document; default 1000. Older ones are in archives (RFC 5005), which few apps read.</summary>
    [Range(1, 10_000)]
    public int MaxEpisodes { get; init; } = 1000;

    /// <summary>Episodes in an archive; default 500, at most two thirds of <see cref="MaxEpisodes"/>.</summary>
    [Range(1, 10_000)]
    public int ArchiveEpisodes { get; init; } = 500;

    /// <summary>Seconds for which an instance answers from memory before it asks storage for changes; default 5.</summary>
    /// <remarks>An instance shows its own publications at once.</remarks>
    [Range(0, 300)]
    public int MemorySeconds { get; init; } = 5;

    // Archives are sealed this many episodes early. So up to this many can be published between two runs of Tidy, and each is always in
    // some document.
    internal int Slack => ArchiveEpisodes / 2;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ArchiveEpisodes + Slack > MaxEpisodes)
        {
            yield return new ValidationResult(
                $"Feed__ArchiveEpisodes ({ArchiveEpisodes}) must not be more than two thirds of Feed__MaxEpisodes ({MaxEpisodes}): " +
                "the main document contains the episodes that are not archived yet.");
        }
    }
}
