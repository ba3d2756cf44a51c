using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Episodes;
using PaperLedge.Storage;

namespace PaperLedge.Functions.Triggers;

/// <summary>The show's settings appeared or changed.</summary>
public sealed class RegisterShow(ShowRegistration show)
{
    [Function(nameof(RegisterShow))]
    public Task RunAsync(
        [BlobTrigger(StorageNames.ConfigContainer + "/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        string name,
        CancellationToken cancellationToken) =>
        show.RegisterAsync(name, cancellationToken);
}
