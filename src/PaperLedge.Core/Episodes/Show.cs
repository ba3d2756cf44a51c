namespace PaperLedge.Core.Episodes;

/// <param name="FeedGuid">The podcast's guid, assigned once, kept for life.</param>
/// <param name="Problems">What was wrong with the settings' file.</param>
/// <param name="Version">Moves with every change that a reader could see, and only then.</param>
/// <param name="Updated">When <paramref name="Version"/> last moved.</param>
public sealed record Show(Guid FeedGuid, ShowSettings Settings, IReadOnlyList<string> Problems, long Version, DateTimeOffset Updated)
{
    /// <summary>When the settings last changed.</summary>
    public DateTimeOffset SettingsUpdated { get; init; } = Updated;

    /// <summary>When an episode last left its place in the newest-first list; null if none ever did.</summary>
    public DateTimeOffset? Removed { get; init; }

    /// <summary>
    /// The feed's archives, oldest first: each by the place in the newest-first list where it begins. It ends where the one before
    /// it begins, the first at the list's end. Places never move, so that what an archive holds does not change when episodes come.
    /// </summary>
    public IReadOnlyList<string> Archives { get; init => field = new ValueList<string>(value); } = ValueList<string>.Empty;
}
