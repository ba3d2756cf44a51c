namespace PaperLedge.Storage.Ledger;

/// <summary>Up to which version of the show the world was told of changes.</summary>
/// <param name="Queued">The version that a message was last sent for.</param>
/// <param name="QueuedAt">When that was.</param>
/// <param name="Done">The version that everybody was told of, or that was given up.</param>
/// <param name="Problem">Why the last announcement failed and what to do, or null.</param>
public sealed record Announcement(long Queued, DateTimeOffset QueuedAt, long Done, string? Problem);
