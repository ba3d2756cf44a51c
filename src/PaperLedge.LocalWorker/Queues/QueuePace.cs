using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.LocalWorker.Queues;

/// <summary>How fast a queue is worked through, and how often a message is tried.</summary>
/// <param name="Lease">How long a message is hidden while it is worked on; renewed at half time.</param>
/// <param name="RetryDelay">How long a failed message is hidden.</param>
internal sealed record QueuePace(
    int BatchSize, int NewBatchThreshold, int MaxDequeueCount, TimeSpan MaxPollingInterval, TimeSpan Lease, TimeSpan RetryDelay)
{
    public static QueuePace ForQueues(QueueSettings queues, LocalWorkerOptions options) =>
        new(queues.BatchSize, queues.EffectiveNewBatchThreshold, queues.MaxDequeueCount, queues.MaxPollingInterval, options.MessageLease, queues.VisibilityTimeout);

    /// <summary>The blob triggers' own queue: as many at once as blobs may run at once.</summary>
    public static QueuePace ForBlobs(BlobSettings blobs, QueueSettings queues, LocalWorkerOptions options)
    {
        var batch = Math.Clamp(blobs.MaxDegreeOfParallelism, 1, 32);
        return new(batch, blobs.MaxDegreeOfParallelism - batch, blobs.PoisonBlobThreshold, queues.MaxPollingInterval, options.MessageLease, queues.VisibilityTimeout);
    }
}
