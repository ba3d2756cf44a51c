namespace PaperLedge.Storage.Queues;

/// <summary>Asks for hub and Podping to be told that the feed has changed. May come twice, late, or after a newer one.</summary>
/// <param name="Version">Of the show, at least.</param>
public sealed record AnnounceMessage(long Version);
