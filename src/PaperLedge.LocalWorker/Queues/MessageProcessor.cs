using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Hosting;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Queues;

/// <summary>
/// Takes one message from its receipt to its end: deleted after success, back in the queue after failure or a stop, in the poison queue
/// after too many failures. Whatever breaks in between, the message comes back when its lease runs out.
/// </summary>
internal sealed class MessageProcessor(
    QueueClient queue,
    QueueClient poison,
    QueuePace pace,
    Func<QueueMessage, CancellationToken, Task<InvocationOutcome>> handle,
    Drain drain,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>A negative time to live is none: a poison message waits for a person.</summary>
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    public async Task ProcessAsync(QueueMessage message)
    {
        var lease = new MessageLease(queue, message, pace.Lease, time, logger);
        try
        {
            if (message.DequeueCount > pace.MaxDequeueCount)
            {
                await PoisonAsync(message, lease);
                return;
            }

            switch (await lease.HoldAsync(() => RunAsync(message)))
            {
                case InvocationOutcome.Succeeded:
                    await DeleteAsync(message, lease);
                    break;
                case InvocationOutcome.Stopped:
                    await ShowAsync(message, lease, TimeSpan.Zero);
                    logger.MessageReturned(message.MessageId, queue.Name);
                    break;
                case InvocationOutcome.Failed when message.DequeueCount >= pace.MaxDequeueCount:
                    await PoisonAsync(message, lease);
                    break;
                default:
                    await ShowAsync(message, lease, pace.RetryDelay);
                    logger.MessageRetried(message.MessageId, queue.Name, message.DequeueCount, pace.MaxDequeueCount, pace.RetryDelay);
                    break;
            }
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            logger.LeaseLost(message.MessageId, queue.Name);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            logger.MessageNotSettled(message.MessageId, queue.Name, StorageFailure.Reason(failure));
        }
    }

    /// <summary>Gives back a message that was received while the worker was already stopping.</summary>
    public async Task ReturnAsync(QueueMessage message)
    {
        try
        {
            await ShowAsync(message, new MessageLease(queue, message, pace.Lease, time, logger), TimeSpan.Zero);
            logger.MessageReturned(message.MessageId, queue.Name);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            logger.MessageNotSettled(message.MessageId, queue.Name, StorageFailure.Reason(failure));
        }
    }

    private async Task<InvocationOutcome> RunAsync(QueueMessage message)
    {
        var run = handle(message, drain.Token);
        await Task.WhenAny(run, drain.Abandoned);
        if (run.IsCompleted)
        {
            return await run;
        }

        logger.RunAbandoned(message.MessageId, queue.Name);
        return InvocationOutcome.Stopped;
    }

    private Task<Response> DeleteAsync(QueueMessage message, MessageLease lease) =>
        queue.DeleteMessageAsync(message.MessageId, lease.PopReceipt, CancellationToken.None);

    private Task<Response<UpdateReceipt>> ShowAsync(QueueMessage message, MessageLease lease, TimeSpan after) =>
        queue.UpdateMessageAsync(message.MessageId, lease.PopReceipt, visibilityTimeout: after, cancellationToken: CancellationToken.None);

    private async Task PoisonAsync(QueueMessage message, MessageLease lease)
    {
        // Copied before it is deleted: killed in between, it is poisoned twice rather than lost.
        await poison.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        await poison.SendMessageAsync(message.Body, timeToLive: Forever, cancellationToken: CancellationToken.None);
        await DeleteAsync(message, lease);
        logger.MessagePoisoned(message.MessageId, queue.Name, message.DequeueCount, poison.Name);
    }
}
