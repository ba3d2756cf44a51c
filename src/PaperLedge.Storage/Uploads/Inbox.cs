using System.Net;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;

namespace PaperLedge.Storage.Uploads;

/// <summary>The blobs that producers upload. They are only read, never changed or deleted.</summary>
public sealed class Inbox(BlobServiceClient blobs)
{
    // Bytes of a range: many small ranges would be slow, and a range is held in memory.
    private const int ReadLength = 4 << 20;

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(StorageNames.EpisodesContainer);

    /// <returns>Null if there is no such blob.</returns>
    public async Task<Upload?> FindAsync(string blobName, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await _container.GetBlobClient(blobName).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new Upload(blobName, Unquoted(properties.ETag), properties.ContentLength, properties.LastModified);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Opens an upload, which is then read in ranges as needed, or from start to end.</summary>
    /// <returns>Seekable; null if that version was deleted or overwritten.</returns>
    public async Task<Stream?> OpenAsync(Upload upload, CancellationToken cancellationToken)
    {
        var options = new BlobOpenReadOptions(allowModifications: false)
        {
            BufferSize = ReadLength,
            Conditions = new BlobRequestConditions { IfMatch = new ETag(upload.ETag) },
        };
        try
        {
            return await _container.GetBlobClient(upload.BlobName).OpenReadAsync(options, cancellationToken);
        }
        catch (RequestFailedException exception) when (IsGone(exception))
        {
            return null;
        }
    }

    /// <returns>False if that version was deleted or overwritten.</returns>
    public async Task<bool> DownloadAsync(Upload upload, string path, CancellationToken cancellationToken)
    {
        var options = new BlobDownloadToOptions { Conditions = new BlobRequestConditions { IfMatch = new ETag(upload.ETag) } };
        try
        {
            await _container.GetBlobClient(upload.BlobName).DownloadToAsync(path, options, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (IsGone(exception))
        {
            return false;
        }
    }

    /// <returns>The sidecar and its version, cut after <see cref="SidecarReader.MaxBytes"/> and one byte; null if there is none.</returns>
    public async Task<(byte[] Json, string ETag)?> ReadSidecarAsync(EpisodeSlug slug, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient(UploadName.SidecarOf(slug));
        // A range of an empty blob is an error (416), so its length is asked for first.
        if (await FindAsync(blob.Name, cancellationToken) is not { } upload)
        {
            return null;
        }

        if (upload.Length == 0)
        {
            return ([], upload.ETag);
        }

        var options = new BlobDownloadOptions { Range = new HttpRange(0, SidecarReader.MaxBytes + 1) };
        return await ReadAsync(blob, options, cancellationToken) is { } file ? (file.Content.ToArray(), Unquoted(file.Details.ETag)) : null;
    }

    /// <returns>The version's content, cut after this number of bytes; null if it was deleted or overwritten.</returns>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(Upload upload, int maxBytes, CancellationToken cancellationToken)
    {
        if (upload.Length == 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        var options = new BlobDownloadOptions
        {
            Range = new HttpRange(0, maxBytes),
            Conditions = new BlobRequestConditions { IfMatch = new ETag(upload.ETag) },
        };
        return (await ReadAsync(_container.GetBlobClient(upload.BlobName), options, cancellationToken))?.Content.ToMemory();
    }

    /// <summary>Finds a blob in a list: its address may lead elsewhere, as with the name <c>../x.mp3</c>.</summary>
    public async Task<Upload?> FindListedAsync(string blobName, CancellationToken cancellationToken) =>
        await ListAsync(blobName, cancellationToken).FirstOrDefaultAsync(upload => upload.BlobName == blobName, cancellationToken);

    public IAsyncEnumerable<Upload> ListAsync(CancellationToken cancellationToken) => ListAsync(prefix: null, cancellationToken);

    /// <param name="prefix">With which the names begin; null for all.</param>
    public async IAsyncEnumerable<Upload> ListAsync(string? prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listed = _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken);
        await foreach (var blob in listed)
        {
            var properties = blob.Properties;
            yield return new Upload(
                blob.Name, Unquoted(properties.ETag!.Value), properties.ContentLength!.Value, properties.LastModified!.Value);
        }
    }

    private static async Task<BlobDownloadResult?> ReadAsync(
        BlobClient blob, BlobDownloadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return (await blob.DownloadContentAsync(options, cancellationToken)).Value;
        }
        catch (RequestFailedException exception) when (IsGone(exception))
        {
            return null;
        }
    }

    private static string Unquoted(ETag etag) => etag.ToString().Trim('"');

    internal static bool IsGone(RequestFailedException exception) =>
        (HttpStatusCode)exception.Status is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed;
}
