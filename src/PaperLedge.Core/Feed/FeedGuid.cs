namespace PaperLedge.Core.Feed;

/// <summary>The feed's identity, <c>podcast:guid</c>: assigned once from the feed's first address and kept when that changes.</summary>
public static class FeedGuid
{
    /// <summary>The namespace that the Podcasting 2.0 specification sets.</summary>
    private static readonly Guid PodcastNamespace = new("ead4c236-bf58-58c6-a2c6-a6b28d128cb6");

    public static Guid For(Uri feedUrl)
    {
        var address = feedUrl.AbsoluteUri;
        var withoutScheme = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];
        return UuidV5.Create(PodcastNamespace, withoutScheme.TrimEnd('/'));
    }
}
