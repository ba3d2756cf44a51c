using System.Threading.Channels;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Hosting;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Queues;

/// <summary>Polls one queue: a batch when few enough messages still run, longer and longer pauses while it is empty.</summary>
internal sealed class QueueListener(
    QueueClient queue, QueueClient poison, QueuePace pace, MessageProcessor processor, string connection, TimeProvider time, ILogger logger) : IListener
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public string Connection => connection;

    public Uri Endpoint => queue.Uri;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await poison.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }

    /// <summary>Ends the current pause: this process has just put something into the queue.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken stopping)
    {
        var running = new List<Task>();
        var backOff = new PollingBackOff(pace.MaxPollingInterval);
        while (!stopping.IsCancellationRequested)
        {
            if (!await HasRoomAsync(running, stopping))
            {
                break;
            }

            var messages = await ReceiveAsync();
            if (stopping.IsCancellationRequested)
            {
                await Task.WhenAll(messages.Select(processor.ReturnAsync));
                break;
            }

            running.AddRange(messages.Select(processor.ProcessAsync));
            if (messages.Length > 0)
            {
                backOff.Reset();
            }
            else
            {
                await PauseAsync(backOff, stopping);
            }
        }

        await Task.WhenAll(running);
    }

    private async Task<bool> HasRoomAsync(List<Task> running, CancellationToken stopping)
    {
        while (true)
        {
            foreach (var ended in running.Where(r => r.IsCompleted).ToList())
            {
                running.Remove(ended);
                await ended;
            }

            if (running.Count <= pace.NewBatchThreshold)
            {
                return true;
            }

            await ((Task)Task.WhenAny(running)).WaitAsync(stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private async Task<QueueMessage[]> ReceiveAsync()
    {
        try
        {
            // Not cancelled half way: messages that the service had already handed out would be hidden for a whole lease.
            return await queue.ReceiveMessagesAsync(pace.BatchSize, pace.Lease, CancellationToken.None);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            logger.QueueNotReceived(queue.Name, StorageFailure.Reason(failure));
            return [];
        }
    }

    private async Task PauseAsync(PollingBackOff backOff, CancellationToken stopping)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var pause = Task.Delay(backOff.Next(Random.Shared.NextDouble()), time, woken.Token);
        var wake = _wake.Reader.WaitToReadAsync(woken.Token).AsTask();
        await Task.WhenAny(pause, wake);
        await woken.CancelAsync();
        await Task.WhenAll(pause, wake).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_wake.Reader.TryRead(out _))
        {
            backOff.Reset();
        }
    }
}
