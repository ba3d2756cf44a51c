using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Queues;

/// <summary>Keeps a message hidden while its function runs, by renewing its visibility timeout at half time.</summary>
internal sealed class MessageLease(QueueClient queue, QueueMessage message, TimeSpan length, TimeProvider time, ILogger logger)
{
    /// <summary>What the service wants to see of who changes the message; each renewal gives another.</summary>
    public string PopReceipt { get; private set; } = message.PopReceipt;

    public async Task<T> HoldAsync<T>(Func<Task<T>> work)
    {
        using var done = new CancellationTokenSource();
        var renewal = RenewAsync(done.Token);
        try
        {
            return await work();
        }
        finally
        {
            await done.CancelAsync();
            await renewal;
        }
    }

    private async Task RenewAsync(CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            await Task.Delay(length / 2, time, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
            {
                return;
            }

            try
            {
                // Not cancelled half way: the service would have changed the pop receipt, and the answer with it would be lost.
                var renewed = await queue.UpdateMessageAsync(message.MessageId, PopReceipt, visibilityTimeout: length, cancellationToken: CancellationToken.None);
                PopReceipt = renewed.Value.PopReceipt;
            }
            catch (Exception failure) when (StorageFailure.Is(failure))
            {
                logger.LeaseNotRenewed(message.MessageId, queue.Name, StorageFailure.Reason(failure));
            }
        }
    }
}
