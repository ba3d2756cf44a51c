using System.Text.Json;
using Azure.Storage.Queues;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Queues;

/// <summary>Messages to the function <c>TranscribePiece</c>.</summary>
public sealed class TranscribeQueue(QueueServiceClient queues)
{
    private readonly QueueClient _queue = queues.GetQueueClient(StorageNames.TranscribeQueue);

    /// <param name="delay">Hides the message for so long.</param>
    public Task SendAsync(EpisodeSlug slug, Revision revision, int piece, TimeSpan? delay, CancellationToken cancellationToken)
    {
        var message = BinaryData.FromString(JsonSerializer.Serialize(new PieceMessage(slug.Value, revision.Value, piece)));
        return _queue.SendMessageAsync(message, visibilityTimeout: delay, cancellationToken: cancellationToken);
    }
}

/// <summary>Asks to transcribe one piece of one revision. May come twice, late, or after a newer one.</summary>
/// <param name="Slug">An <see cref="Core.Episodes.EpisodeSlug"/>.</param>
/// <param name="Revision">A <see cref="Core.Episodes.Revision"/>.</param>
/// <param name="Piece">From 0.</param>
public sealed record PieceMessage(string Slug, string Revision, int Piece);
