using System.Globalization;
using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace PaperLedge.Storage.Blobs;

/// <summary>The last main document of the feed that was fit to be served, for the day on which the next one is not.</summary>
public sealed class FeedStore(BlobServiceClient blobs)
{
    private const string Changed = "changed";
    private const string Version = "version";

    private readonly BlobClient _blob = blobs.GetBlobContainerClient(StorageNames.FeedsContainer).GetBlobClient("feed.xml");

    /// <summary>Does nothing if somebody has written another since.</summary>
    public Task WriteAsync(GoodFeed feed, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/rss+xml; charset=utf-8" },
            Metadata = new Dictionary<string, string>
            {
                [Changed] = feed.Changed.ToString("O", CultureInfo.InvariantCulture),
                [Version] = feed.Version.ToString(CultureInfo.InvariantCulture),
            },
            Conditions = feed.ETag is { } read ? new BlobRequestConditions { IfMatch = read } : new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        return Races.TryAsync(() => _blob.UploadAsync(BinaryData.FromBytes(feed.Content), options, cancellationToken));
    }

    /// <returns>Null if none was ever written, or if it does not say what it is.</returns>
    public async Task<GoodFeed?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var download = (await _blob.DownloadContentAsync(cancellationToken)).Value;
            var metadata = download.Details.Metadata;
            return metadata.TryGetValue(Changed, out var changed) && metadata.TryGetValue(Version, out var version)
                ? new GoodFeed(
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
