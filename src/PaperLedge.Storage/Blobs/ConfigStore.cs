using System.Net;
using Azure;
using Azure.Storage.Blobs;

namespace PaperLedge.Storage.Blobs;

public sealed class ConfigStore(BlobServiceClient blobs)
{
    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(StorageNames.ConfigContainer);

    /// <returns>The blob's ETag; null if there is no such blob.</returns>
    public async Task<string?> FindVersionAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await _container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag.ToString();
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <returns>Null if there is no such blob.</returns>
    public async Task<ConfigFile?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var download = (await _container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value;
            return new ConfigFile(download.Content.ToArray(), download.Details.LastModified, download.Details.ETag.ToString().Trim('"'));
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}

/// <param name="Version">The ETag, without quotes.</param>
public sealed record ConfigFile(byte[] Content, DateTimeOffset LastModified, string Version);
