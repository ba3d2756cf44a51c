using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Blobs;

/// <summary>
/// Empty blobs that mark which version of which blob was queued for which function. One is written after the message, so that a process
/// killed in between queues the version twice rather than never.
/// </summary>
internal sealed class BlobReceipts(HostStorage storage)
{
    /// <summary>The longest name that a blob can have.</summary>
    private const int LongestName = 1024;

    private readonly BlobContainerClient _container = storage.Notes;

    public Task PrepareAsync(CancellationToken cancellationToken) => _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    public async Task<bool> ExistsAsync(string functionId, string container, string blob, string eTag, CancellationToken cancellationToken) =>
        await Receipt(functionId, container, blob, eTag).ExistsAsync(cancellationToken);

    public async Task WriteAsync(string functionId, string container, string blob, string eTag, CancellationToken cancellationToken)
    {
        var ifNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        try
        {
            await Receipt(functionId, container, blob, eTag).UploadAsync(BinaryData.Empty, ifNew, cancellationToken);
        }
        catch (RequestFailedException exists) when (exists.Status is 409 or 412)
        {
            // Another process was as fast; either receipt says the same.
            return;
        }
    }

    /// <summary>Names that would grow too long end in a hash of the blob's.</summary>
    internal static string Name(string hostId, string functionId, string container, string blob, string eTag)
    {
        var folder = $"blobreceipts/{hostId}/{functionId}/{eTag}/{container}/";
        return folder.Length + blob.Length <= LongestName
            ? folder + blob
            : folder + XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(blob)).ToString("x32", CultureInfo.InvariantCulture);
    }

    private BlobClient Receipt(string functionId, string container, string blob, string eTag) =>
        _container.GetBlobClient(Name(storage.HostId, functionId, container, blob, eTag));
}
