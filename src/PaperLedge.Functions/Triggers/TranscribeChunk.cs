using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Episodes;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;

namespace PaperLedge.Functions.Triggers;

public sealed class TranscribeChunk(Transcription transcription)
{
    [Function(nameof(TranscribeChunk))]
    public Task RunAsync([QueueTrigger(StorageNames.TranscribeQueue)] ChunkMessage message, CancellationToken cancellationToken) =>
        transcription.TranscribeAsync(message, cancellationToken);
}
