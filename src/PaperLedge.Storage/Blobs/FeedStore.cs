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

    private readonly BlobClient _blob = blobs.GetBlobContainerClient(StorageNames.FeedsContainer).GetBlobClient("feed.xml");

    /// <param name="changed">When its content last changed.</param>
    public Task WriteAsync(byte[] content, DateTimeOffset changed, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/rss+xml; charset=utf-8" },
            Metadata = new Dictionary<string, string> { [Changed] = changed.ToString("O", CultureInfo.InvariantCulture) },
        };
        return _blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
    }

    /// <returns>Null if none was ever written.</returns>
    public async Task<(byte[] Content, DateTimeOffset Changed)?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var download = (await _blob.DownloadContentAsync(cancellationToken)).Value;
            var changed = DateTimeOffset.Parse(download.Details.Metadata[Changed], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
            return (download.Content.ToArray(), changed);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
