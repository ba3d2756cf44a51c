namespace PaperLedge.Core.Episodes;

/// <summary>One version of one blob in the inbox.</summary>
/// <param name="ETag">Without quotes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Uploaded">The blob's Last-Modified.</param>
public sealed record Upload(string BlobName, string ETag, long Length, DateTimeOffset Uploaded);
