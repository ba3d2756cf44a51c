namespace PaperLedge.Functions.Episodes;

/// <summary>What the host writes of a blob whose function failed too often; it has more fields, which are not needed.</summary>
/// <param name="ETag">With quotes where Event Grid brought it.</param>
public sealed record PoisonBlobMessage(string ContainerName, string BlobName, string ETag);
