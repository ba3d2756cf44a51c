using System.Globalization;
using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace PaperLedge.Storage.Blobs;

/// <summary>The last valid main feed document, as a fallback for an invalid one.</summary>
public sealed class FeedStore(BlobServiceClient blobs)
{
    private const string Changed = "changed";
    private const string Version = "version";

    private readonly BlobClient _blob = blobs.GetBlobContainerClient(StorageNames.FeedsContainer).GetBlobClient("feed.xml");

    /// <summary>Writes the document unless another one has been written since.</summary>
    public Task WriteAsync(StoredFeed feed, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/rss+xml; charset=utf-8" },
            Metadata = new Dictionary<string, string>
            {
                [Changed] = feed.Changed.ToString("O", CultureInfo.InvariantCulture),
                [Version] = feed.Version.ToString(CultureInfo.InvariantCulture),
            },
            Conditions = feed.ETag is { } read
                ? new BlobRequestConditions { IfMatch = read }
                : new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        return ConditionalWrite.TryAsync(() => _blob.UploadAsync(BinaryData.FromBytes(feed.Content), options, cancellationToken));
    }

    /// <returns>Null if none was ever written, or if it has no metadata.</returns>
    public async Task<StoredFeed?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var download = (await _blob.DownloadContentAsync(cancellationToken)).Value;
            var metadata = download.Details.Metadata;
            return metadata.TryGetValue(Changed, out var changed) && metadata.TryGetValue(Version, out var version)
                ? new StoredFeed(
                    download.Content.ToArray(),
                    DateTimeOffset.Parse(changed, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                    long.Parse(version, CultureInfo.InvariantCulture),
                    download.Details.ETag)
                : null;
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}

/// <param name="Changed">When its content last changed.</param>
/// <param name="Version">The show's version when it was built.</param>
/// <param name="ETag">Version of the blob that it replaces or was read from; null if there is none.</param>
public sealed record StoredFeed(byte[] Content, DateTimeOffset Changed, long Version, ETag? ETag);
