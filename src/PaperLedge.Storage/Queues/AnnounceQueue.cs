using System.Text.Json;
using Azure.Storage.Queues;

namespace PaperLedge.Storage.Queues;

/// <summary>Work for <c>AnnounceChange</c>.</summary>
public sealed class AnnounceQueue(QueueServiceClient queues)
{
    private readonly QueueClient _queue = queues.GetQueueClient(StorageNames.AnnounceQueue);

    /// <param name="delay">Nobody sees the message before.</param>
    public Task SendAsync(long version, TimeSpan delay, CancellationToken cancellationToken)
    {
        var message = BinaryData.FromString(JsonSerializer.Serialize(new AnnounceMessage(version)));
        return _queue.SendMessageAsync(message, visibilityTimeout: delay, cancellationToken: cancellationToken);
    }
}
