using System.ComponentModel.DataAnnotations;

namespace PaperLedge.Functions.Feeds;

/// <summary>How much of the feed is where, and how fresh it is; section <see cref="SectionName"/>.</summary>
public sealed record FeedSettings : IValidatableObject
{
    public const string SectionName = "Feed";

    /// <summary>
    /// Episodes in the feed's main document; default 1000. Older ones are in archives (RFC 5005), which few apps read.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxEpisodes { get; init; } = 1000;

    /// <summary>Episodes in an archive; default 500, at most two thirds of <see cref="MaxEpisodes"/>.</summary>
    [Range(1, 10_000)]
    public int ArchiveEpisodes { get; init; } = 500;

    /// <summary>
    /// For how many seconds an instance answers from memory before it asks storage again whether anything has changed; default 5.
    /// What it published itself it shows at once.
    /// </summary>
    [Range(0, 300)]
    public int MemorySeconds { get; init; } = 5;

    /// <summary>Sealed this early, as many episodes may come between two rounds of Tidy without one being in no document.</summary>
    internal int Slack => ArchiveEpisodes / 2;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ArchiveEpisodes + Slack > MaxEpisodes)
        {
            yield return new ValidationResult(
                $"Feed__ArchiveEpisodes ({ArchiveEpisodes}) must not be more than two thirds of Feed__MaxEpisodes ({MaxEpisodes}): the main document holds what is not archived yet.");
        }
    }
}
