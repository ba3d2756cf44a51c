using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Episodes;

/// <summary>An episode as listeners have it: what a feed item, a list line and an episode page are made from.</summary>
/// <param name="Guid">Assigned once, kept for life.</param>
/// <param name="Updated">When this content was published; moves only when it changes.</param>
public sealed record PublishedEpisode(
    EpisodeSlug Slug,
    string Guid,
    EpisodeMetadata Metadata,
    Enclosure Enclosure,
    TranscriberIdentity Transcriber,
    DateTimeOffset Updated)
{
    /// <summary>The transcript as a person corrected it; null while the machine's counts.</summary>
    public Correction? Correction { get; init; }
}
