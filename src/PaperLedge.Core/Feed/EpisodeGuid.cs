using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.Feed;

/// <summary>
/// An episode's identity in the feed. It follows from the feed's guid and the slug, so that an episode that was
/// withdrawn and comes back is the same to every app, even if nothing of it was kept.
/// </summary>
public static class EpisodeGuid
{
    public static Guid For(Guid feedGuid, EpisodeSlug slug) => UuidV5.Create(feedGuid, slug.Value);
}
