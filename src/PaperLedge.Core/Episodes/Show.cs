namespace PaperLedge.Core.Episodes;

/// <param name="FeedGuid">The podcast's guid, assigned once, kept for life.</param>
/// <param name="Problems">What was wrong with the settings' file.</param>
/// <param name="Version">Moves with every change that a reader could see, and only then.</param>
/// <param name="Updated">When <paramref name="Version"/> last moved.</param>
public sealed record Show(Guid FeedGuid, ShowSettings Settings, IReadOnlyList<string> Problems, long Version, DateTimeOffset Updated);
