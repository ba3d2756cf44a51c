using System.Net;
using Azure;
using Azure.Storage.Blobs;

namespace PaperLedge.Storage.Blobs;

/// <summary>The show's settings and artwork, as the producer uploaded them.</summary>
public sealed class ConfigStore(BlobServiceClient blobs)
{
    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(StorageNames.ConfigContainer);

    /// <returns>The blob's bytes, version and date; null if there is none.</returns>
    public async Task<ConfigFile?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var download = (await _container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value;
            return new ConfigFile(download.Content.ToArray(), download.Details.ETag.ToString("H"), download.Details.LastModified);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
