using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Blobs;

/// <summary>Published audio: one blob for each version of an upload, written once.</summary>
public sealed class MediaStore(BlobServiceClient blobs, TimeProvider time) : IDisposable
{
    // The shortest time for which a listener's address works: enough to listen to a long episode.
    private static readonly TimeSpan s_addressLife = TimeSpan.FromDays(1);

    // A delegation key may live seven days: https://learn.microsoft.com/rest/api/storageservices/get-user-delegation-key
    private static readonly TimeSpan s_keyLife = TimeSpan.FromDays(6);

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(StorageNames.MediaContainer);
    private readonly BlobContainerClient _inbox = blobs.GetBlobContainerClient(StorageNames.EpisodesContainer);
    private readonly SemaphoreSlim _keyGate = new(1, 1);
    private UserDelegationKey? _key;

    public Uri Endpoint => _container.Uri;

    /// <returns>Bytes of a file that was made for listeners; null if it is not stored.</returns>
    public async Task<long?> FindLengthAsync(EpisodeSlug slug, EncodedAudio audio, CancellationToken cancellationToken)
    {
        try
        {
            var blob = _container.GetBlobClient(NameOf(slug, audio.Version, audio.Extension));
            return (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength;
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Stores a file that was made for listeners, unless it is stored already.</summary>
    /// <param name="path">The file on this machine.</param>
    public async Task WriteAsync(EpisodeSlug slug, EncodedAudio audio, string path, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = Headers(audio.MediaType),
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        var blob = _container.GetBlobClient(NameOf(slug, audio.Version, audio.Extension));
        try
        {
            await blob.UploadAsync(path, options, cancellationToken);
        }
        catch (RequestFailedException exception) when (
            (HttpStatusCode)exception.Status is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed)
        {
            // Another attempt stored it first, and what is published is never overwritten.
        }
    }

    /// <summary>Copies an upload within the account, unless it was copied before.</summary>
    /// <returns>False if the upload's version is gone.</returns>
    public async Task<bool> CopyAsync(Upload upload, EpisodeSlug slug, Enclosure enclosure, CancellationToken cancellationToken)
    {
        var target = _container.GetBlobClient(NameOf(slug, enclosure.File));
        if (await IsCompleteAsync(target, cancellationToken))
        {
            return true;
        }

        var options = new BlobCopyFromUriOptions { SourceConditions = new BlobRequestConditions { IfMatch = new ETag(upload.ETag) } };
        try
        {
            var copy = await target.StartCopyFromUriAsync(_inbox.GetBlobClient(upload.BlobName).Uri, options, cancellationToken);
            if (!await EndsAsync(copy, cancellationToken))
            {
                return await CopyAsync(upload, slug, enclosure, cancellationToken);
            }
        }
        catch (RequestFailedException exception) when (
            (HttpStatusCode)exception.Status is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
        {
            return false;
        }

        await target.SetHttpHeadersAsync(Headers(enclosure.MediaType), cancellationToken: cancellationToken);
        return true;
    }

    /// <param name="file">Name of a file of the episode, of any version of its audio.</param>
    public async Task<bool> HasAsync(EpisodeSlug slug, string file, CancellationToken cancellationToken) =>
        await _container.GetBlobClient(NameOf(slug, file)).ExistsAsync(cancellationToken);

    /// <summary>Signs an address for reading this file; it is the same for an hour, so that caches can share it.</summary>
    public Task<Uri> AddressAsync(EpisodeSlug slug, string file, CancellationToken cancellationToken) =>
        SignAsync(_container.GetBlobClient(NameOf(slug, file)), mediaType: null, cancellationToken);

    /// <summary>Signs an address for reading an upload, for those who review an episode.</summary>
    public Task<Uri> AddressAsync(Upload upload, string mediaType, CancellationToken cancellationToken) =>
        SignAsync(_inbox.GetBlobClient(upload.BlobName), mediaType, cancellationToken);

    public void Dispose() => _keyGate.Dispose();

    // mediaType is for a blob that was stored without one.
    private async Task<Uri> SignAsync(BlobClient blob, string? mediaType, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        var sas = new BlobSasBuilder(BlobSasPermissions.Read, hour.AddHours(1) + s_addressLife)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            ContentType = mediaType,
        };
        if (blob.Uri.Scheme == Uri.UriSchemeHttps)
        {
            sas.Protocol = SasProtocol.Https;
        }

        if (blob.CanGenerateSasUri)
        {
            return blob.GenerateSasUri(sas);
        }

        var key = await DelegationKeyAsync(now, cancellationToken);
        return new BlobUriBuilder(blob.Uri) { Sas = sas.ToSasQueryParameters(key, blob.AccountName) }.ToUri();
    }

    /// <summary>Name of a file in the container.</summary>
    public static string NameOf(EpisodeSlug slug, string file) => $"{slug.Value}/{file}";

    private static string NameOf(EpisodeSlug slug, AudioVersion version, string extension) =>
        NameOf(slug, Enclosure.FileName(version, extension));

    private static BlobHttpHeaders Headers(string mediaType) =>
        new() { ContentType = mediaType, CacheControl = "public, max-age=31536000, immutable" };

    // False if another instance that publishes the same audio has started the copy again.
    private static async Task<bool> EndsAsync(CopyFromUriOperation copy, CancellationToken cancellationToken)
    {
        try
        {
            await copy.WaitForCompletionAsync(cancellationToken);
            return true;
        }
        catch (InvalidOperationException) when (copy is { HasCompleted: true, HasValue: false })
        {
            // The SDK finds another copy's id on the blob, takes its own copy for ended, and has no length.
            return false;
        }
    }

    // Its headers are set last, so a copy without them is incomplete.
    private static async Task<bool> IsCompleteAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return properties.CopyStatus is CopyStatus.Success && properties.CacheControl is { Length: > 0 };
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task<UserDelegationKey> DelegationKeyAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await _keyGate.WaitAsync(cancellationToken);
        try
        {
            if (_key is null || _key.SignedExpiresOn < now + s_addressLife + TimeSpan.FromHours(2))
            {
                _key = await blobs.GetUserDelegationKeyAsync(now.AddMinutes(-5), now + s_keyLife, cancellationToken);
            }

            return _key;
        }
        finally
        {
            _keyGate.Release();
        }
    }
}
