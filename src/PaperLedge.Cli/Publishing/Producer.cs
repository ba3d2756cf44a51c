using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Shows;
using PaperLedge.Storage;
using PaperLedge.Storage.Blobs;

namespace PaperLedge.Cli.Publishing;

/// <summary>Uploads to an account as a show's producer does, with only the storage SDK.</summary>
public sealed class Producer(BlobServiceClient account)
{
    // Bytes. Progress is reported after each block.
    private const int BlockLength = 4 << 20;

    /// <param name="artwork">Null if the settings name none, or one at another address.</param>
    public async Task UploadShowAsync(string settings, string? artwork, CancellationToken cancellationToken)
    {
        // The settings go last, since they name the artwork.
        if (artwork is not null)
        {
            var picture = new FileInfo(artwork);
            await UploadAsync(ProducerFile.Artwork(picture, picture.Name), progress: null, cancellationToken);
        }

        await UploadAsync(ProducerFile.Show(new FileInfo(settings)), progress: null, cancellationToken);
    }

    /// <param name="name">The audio blob's name; the sidecar's has the same stem.</param>
    /// <param name="sidecar">Null if the episode has none.</param>
    public async Task UploadEpisodeAsync(string name, string audio, string? sidecar, CancellationToken cancellationToken)
    {
        var slug = EpisodeSlug.Parse(Path.GetFileNameWithoutExtension(name));
        if (sidecar is not null)
        {
            await UploadAsync(
                new(new FileInfo(sidecar), FileKind.Sidecar, UploadName.SidecarOf(slug), slug), progress: null, cancellationToken);
        }

        await UploadAsync(new(new FileInfo(audio), FileKind.Audio, name, slug), progress: null, cancellationToken);
    }

    /// <returns>The show's settings in storage; null if there are none yet.</returns>
    public async Task<ShowSettings?> FindShowAsync(CancellationToken cancellationToken) =>
        await new ConfigStore(account).ReadAsync(StorageNames.ShowSettingsBlob, cancellationToken) is { } settings
            ? ShowSettingsReader.Read(settings.Content, StorageNames.ShowSettingsBlob).Settings
            : null;

    /// <param name="progress">Receives the number of bytes that are sent.</param>
    /// <returns>The new version's ETag, without quotes.</returns>
    internal async Task<string> UploadAsync(ProducerFile file, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var container = account.GetBlobContainerClient(file.Container);
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await using var content = file.File.OpenRead();
        var options = new BlobUploadOptions
        {
            // The hash of blobs that are sent in blocks is stored only if it is given; it shows later that a file has not changed.
            HttpHeaders = new BlobHttpHeaders
            {
                ContentType = file.MediaType,
                ContentHash = await HashAsync(content, cancellationToken),
            },
            TransferOptions = new StorageTransferOptions { InitialTransferSize = BlockLength, MaximumTransferSize = BlockLength },
            ProgressHandler = progress,
        };
        content.Position = 0;
        var uploaded = await container.GetBlobClient(file.BlobName).UploadAsync(content, options, cancellationToken);
        return uploaded.Value.ETag.ToString().Trim('"');
    }

    /// <summary>Computes the hash that storage keeps with a blob (Content-MD5).</summary>
    [SuppressMessage("Security", "CA5351", Justification = "Storage knows only MD5, which here shows accidental changes.")]
    internal static async Task<byte[]> HashAsync(Stream content, CancellationToken cancellationToken) =>
        await MD5.HashDataAsync(content, cancellationToken);
}
