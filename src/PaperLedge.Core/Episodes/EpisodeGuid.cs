using PaperLedge.Core.Feed;

namespace PaperLedge.Core.Episodes;

/// <summary>An episode's identity in apps, which take an episode with another guid for another episode.</summary>
/// <param name="Value">At most 255 characters.</param>
/// <param name="IsPermaLink">Whether the value is the address of a page about the episode.</param>
public sealed record EpisodeGuid(string Value, bool IsPermaLink = false)
{
    /// <remarks>A withdrawn episode that comes back is the same to every app, even if none of its data was kept.</remarks>
    public static EpisodeGuid For(Guid feedGuid, EpisodeSlug slug) => new(UuidV5.Create(feedGuid, slug.Value).ToString());
}
