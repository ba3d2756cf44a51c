using Azure.Storage.Queues;

namespace PaperLedge.Storage.Queues;

/// <summary>Ages of the oldest messages that wait in the app's queues; messages in work and postponed ones do not wait.</summary>
public sealed class QueueAges(QueueServiceClient queues, TimeProvider time)
{
    // The limit of one request. A message that failed before is not always the first.
    private const int PeekedMessages = 32;

    private static readonly string[] s_queues = [StorageNames.PrepareQueue, StorageNames.TranscribeQueue, StorageNames.AnnounceQueue];

    /// <returns>Each queue with the age of its oldest message, zero if it is empty.</returns>
    public async IAsyncEnumerable<(string Queue, TimeSpan Age)> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var queue in s_queues)
        {
            var first = await queues.GetQueueClient(queue).PeekMessagesAsync(PeekedMessages, cancellationToken);
            var age = time.GetUtcNow() - first.Value.Min(message => message.InsertedOn);
            yield return (queue, age > TimeSpan.Zero ? age.Value : TimeSpan.Zero);
        }
    }
}
