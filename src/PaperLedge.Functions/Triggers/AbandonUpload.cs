using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Episodes;
using PaperLedge.Storage;

namespace PaperLedge.Functions.Triggers;

/// <summary>The host gave up on an upload: its status says so.</summary>
public sealed class AbandonUpload(Registration registration)
{
    [Function(nameof(AbandonUpload))]
    public Task RunAsync([QueueTrigger(StorageNames.BlobPoisonQueue)] string message, CancellationToken cancellationToken) =>
        registration.AbandonAsync(message, cancellationToken);
}
