using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Storage;
using PaperLedge.Storage.Blobs;

namespace PaperLedge.Cli.Publishing;

/// <summary>Uploads to an account as a show's producer does, with only the storage SDK.</summary>
public sealed class Producer(BlobServiceClient account)
{
    /// <param name="artwork">Null if the settings name none, or one at another address.</param>
    public async Task UploadShowAsync(string settings, string? artwork, CancellationToken cancellationToken)
    {
        // The settings go last, since they name the artwork.
        if (artwork is not null)
        {
            var type = Path.GetExtension(artwork).Equals(".png", StringComparison.OrdinalIgnoreCase) ? "image/png" : "image/jpeg";
            await UploadAsync(StorageNames.ConfigContainer, Path.GetFileName(artwork), artwork, type, cancellationToken);
        }

        await UploadAsync(StorageNames.ConfigContainer, StorageNames.ShowSettingsBlob, settings, "application/json", cancellationToken);
    }

    /// <param name="sidecar">Null if the episode has none.</param>
    /// <param name="name">The audio blob's name; the sidecar's has the same stem.</param>
    public async Task UploadEpisodeAsync(string name, string audio, string? sidecar, CancellationToken cancellationToken)
    {
        if (sidecar is not null)
        {
            await UploadAsync(
                StorageNames.EpisodesContainer,
                Path.ChangeExtension(name, ".json"),
                sidecar,
                "application/json",
                cancellationToken);
        }

        await UploadAsync(StorageNames.EpisodesContainer, name, audio, "application/octet-stream", cancellationToken);
    }

    /// <returns>The format that the show's settings ask for; null if they ask for none, or if there are none yet.</returns>
    public async Task<EncodedFormat?> FindEncodingAsync(CancellationToken cancellationToken) =>
        await new ConfigStore(account).ReadAsync(StorageNames.ShowSettingsBlob, cancellationToken) is { } settings
            ? ShowSettingsReader.Read(settings.Content, StorageNames.ShowSettingsBlob).Settings.Encode
            : null;

    private async Task UploadAsync(string containerName, string name, string path, string mediaType, CancellationToken cancellationToken)
    {
        var container = account.GetBlobContainerClient(containerName);
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = mediaType } };
        await container.GetBlobClient(name).UploadAsync(path, options, cancellationToken);
    }
}
