using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Feeds;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;

namespace PaperLedge.Functions.Triggers;

/// <summary>Tells hub and Podping that the feed has changed.</summary>
public sealed class AnnounceChange(Announcing announcing)
{
    [Function(nameof(AnnounceChange))]
    public Task RunAsync([QueueTrigger(StorageNames.AnnounceQueue)] AnnounceMessage message, CancellationToken cancellationToken) =>
        announcing.AnnounceAsync(message, cancellationToken);
}
