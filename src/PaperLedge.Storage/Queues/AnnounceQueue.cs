using System.Text.Json;
using Azure.Storage.Queues;

namespace PaperLedge.Storage.Queues;

/// <summary>Work for <c>AnnounceChange</c>.</summary>
public sealed class AnnounceQueue(QueueServiceClient queues)
{
    private readonly QueueClient _queue = queues.GetQueueClient(StorageNames.AnnounceQueue);

    public Task SendAsync(long version, CancellationToken cancellationToken) =>
        _queue.SendMessageAsync(BinaryData.FromString(JsonSerializer.Serialize(new AnnounceMessage(version))), cancellationToken: cancellationToken);
}
