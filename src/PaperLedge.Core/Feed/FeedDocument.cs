using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.Feed;

/// <summary>One document of the feed: the main one, or an archive of what is older (RFC 5005, section 4).</summary>
/// <param name="FeedGuid">See <see cref="Feed.FeedGuid"/>; as it was once assigned.</param>
/// <param name="Episodes">Newest first; only what the public may see.</param>
/// <param name="Changed">When the content last changed, not when it is written.</param>
public sealed record FeedDocument(ShowSettings Show, Guid FeedGuid, IReadOnlyList<PublishedEpisode> Episodes, DateTimeOffset Changed)
{
    /// <summary>This document's number as an archive, from 1, the oldest; null for the main document.</summary>
    public int? Archive { get; init; }

    /// <summary>The archive to read on in; 0 if there is none.</summary>
    public int OlderArchive { get; init; }
}
