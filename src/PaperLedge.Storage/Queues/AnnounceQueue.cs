using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Storage.Queues;

namespace PaperLedge.Storage.Queues;

/// <summary>Messages to the function <c>AnnounceChange</c>.</summary>
public sealed class AnnounceQueue(QueueServiceClient queues)
{
    private readonly QueueClient _queue = queues.GetQueueClient(StorageNames.AnnounceQueue);

    /// <param name="delay">Time for which the message is hidden.</param>
    public Task SendAsync(long version, TimeSpan delay, CancellationToken cancellationToken)
    {
        var message = BinaryData.FromString(JsonSerializer.Serialize(new AnnounceMessage(version, Activity.Current?.Id)));
        return _queue.SendMessageAsync(message, visibilityTimeout: delay, cancellationToken: cancellationToken);
    }
}

/// <summary>Asks to announce a change of the feed to hub and Podping. May come twice, late, or after a newer one.</summary>
/// <param name="Version">The show's version to announce, or a later one.</param>
/// <param name="TraceParent">Trace that the announcement continues, as in a <see cref="WorkMessage"/>.</param>
public sealed record AnnounceMessage(
    long Version, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceParent = null);
