using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Episodes;
using PaperLedge.Storage;

namespace PaperLedge.Functions.Triggers;

/// <summary>The host gave up on a chunk: the episode's status says so, instead of waiting for ever.</summary>
public sealed class AbandonChunk(Transcription transcription)
{
    [Function(nameof(AbandonChunk))]
    public Task RunAsync([QueueTrigger(StorageNames.TranscribePoisonQueue)] string message, CancellationToken cancellationToken) =>
        transcription.AbandonAsync(message, cancellationToken);
}
