using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Storage.Queues;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Queues;

/// <summary>Messages to the functions <c>PrepareEpisode</c>, which encodes too, and <c>TranscribePiece</c>.</summary>
public sealed class WorkQueue(QueueServiceClient queues)
{
    // The limit of one request.
    private const int PeekedMessages = 32;

    // Storage and this machine may disagree about the time.
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(1);

    private readonly QueueClient _prepare = queues.GetQueueClient(StorageNames.PrepareQueue);
    private readonly QueueClient _transcribe = queues.GetQueueClient(StorageNames.TranscribeQueue);

    /// <param name="delay">Time for which the message is hidden.</param>
    public Task SendAsync(WorkItem item, TimeSpan? delay, CancellationToken cancellationToken)
    {
        var message = BinaryData.FromString(JsonSerializer.Serialize(WorkMessage.Of(item) with { TraceParent = Activity.Current?.Id }));
        return QueueOf(isPiece: item.Piece is not null)
            .SendMessageAsync(message, visibilityTimeout: delay, cancellationToken: cancellationToken);
    }

    /// <returns>True if a message that was sent at this time may still be waiting, because one that is as old is.</returns>
    public async Task<bool> MayHoldAsync(bool isPiece, DateTimeOffset sent, CancellationToken cancellationToken)
    {
        var first = await QueueOf(isPiece).PeekMessagesAsync(PeekedMessages, cancellationToken);
        return first.Value.Any(message => message.InsertedOn <= sent + s_clockTolerance);
    }

    private QueueClient QueueOf(bool isPiece) => isPiece ? _transcribe : _prepare;
}

/// <summary>Asks for a unit of work. May come twice, late, or after a newer one.</summary>
/// <param name="Slug">An <see cref="EpisodeSlug"/>.</param>
/// <param name="Revision">A <see cref="Core.Episodes.Revision"/>.</param>
/// <param name="Piece">From 0; null for other work.</param>
/// <param name="Encode">Asks for the listeners' file instead of the preparation.</param>
/// <param name="TraceParent">Trace that the work continues (https://www.w3.org/TR/trace-context/#traceparent-header), if any.</param>
public sealed record WorkMessage(
    string Slug,
    string Revision,
    int? Piece,
    bool Encode = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceParent = null)
{
    public static WorkMessage Of(WorkItem item) => new(item.Slug.Value, item.Revision.Value, item.Piece, item.IsEncoding);

    /// <exception cref="FormatException">The message was not written by this app.</exception>
    public WorkItem ToItem() => TryToItem(out var item)
        ? item
        : throw new FormatException($"'{this}' is not a work message: its slug or revision cannot be read.");

    public bool TryToItem(out WorkItem item)
    {
        var isRead = EpisodeSlug.TryParse(Slug, out var slug) & Core.Episodes.Revision.TryParse(Revision, out var revision) & !(Piece < 0);
        item = !isRead ? default : Encode ? WorkItem.Encoding(slug, revision) : new(slug, revision, Piece);
        return isRead;
    }
}
