using PaperLedge.Core.Feed;
using PaperLedge.Core.Feed.Checking;

namespace PaperLedge.Functions.Feeds;

/// <param name="Changed">When it last became other than it was.</param>
public sealed record DocumentContent(EncodedContent Content, DateTimeOffset Changed)
{
    /// <summary>Why a newer document is not served in its place; none if it is the newest.</summary>
    public IReadOnlyList<FeedFinding> Refused { get; init; } = [];
}
