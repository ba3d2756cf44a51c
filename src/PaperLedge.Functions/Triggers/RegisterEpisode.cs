using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Episodes;
using PaperLedge.Storage;

namespace PaperLedge.Functions.Triggers;

/// <summary>An upload appeared or changed: audio or a sidecar.</summary>
public sealed class RegisterEpisode(Registration registration)
{
    [Function(nameof(RegisterEpisode))]
    public Task RunAsync(
        [BlobTrigger(StorageNames.EpisodesContainer + "/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        string name,
        CancellationToken cancellationToken) =>
        registration.RegisterAsync(name, cancellationToken);
}
