namespace PaperLedge.Storage.Blobs;

/// <param name="ETag">In quotes, as HTTP wants it.</param>
public sealed record ConfigFile(byte[] Content, string ETag, DateTimeOffset LastModified);
