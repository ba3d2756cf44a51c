using Azure;

namespace PaperLedge.Storage.Blobs;

/// <param name="Changed">When its content last changed.</param>
/// <param name="Version">Of the show when it was built.</param>
/// <param name="ETag">Of the blob that it is to replace, or was read from; null if there is none.</param>
public sealed record GoodFeed(byte[] Content, DateTimeOffset Changed, long Version, ETag? ETag);
