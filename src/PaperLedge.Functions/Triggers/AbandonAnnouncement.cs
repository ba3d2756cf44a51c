using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Feeds;
using PaperLedge.Storage;

namespace PaperLedge.Functions.Triggers;

/// <summary>The host gave up on an announcement: the status says so.</summary>
public sealed class AbandonAnnouncement(Announcing announcing)
{
    [Function(nameof(AbandonAnnouncement))]
    public Task RunAsync([QueueTrigger(StorageNames.AnnouncePoisonQueue)] string message, CancellationToken cancellationToken) =>
        announcing.AbandonAsync(message, cancellationToken);
}
