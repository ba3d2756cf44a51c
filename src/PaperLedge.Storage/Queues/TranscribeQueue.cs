using System.Text.Json;
using Azure.Storage.Queues;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Queues;

/// <summary>Work for <c>TranscribeChunk</c>.</summary>
public sealed class TranscribeQueue(QueueServiceClient queues)
{
    private readonly QueueClient _queue = queues.GetQueueClient(StorageNames.TranscribeQueue);

    /// <param name="delay">Nobody sees the message before.</param>
    public Task SendAsync(EpisodeSlug slug, Revision revision, int chunk, TimeSpan? delay, CancellationToken cancellationToken)
    {
        var message = BinaryData.FromString(JsonSerializer.Serialize(new ChunkMessage(slug.Value, revision.Value, chunk)));
        return _queue.SendMessageAsync(message, visibilityTimeout: delay, cancellationToken: cancellationToken);
    }
}
