using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Hosting;

/// <summary>
/// Runs the listeners. A storage account that cannot be reached is told of and tried again until it answers: Azurite may be started
/// after the app, and HTTP functions that need no storage are served meanwhile.
/// </summary>
internal sealed class WorkerService(IReadOnlyList<IListener> listeners, TimeProvider time, ILogger<WorkerService> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var listener in listeners)
        {
            if (!await PrepareAsync(listener, stoppingToken))
            {
                return;
            }
        }

        if (listeners.Count > 0)
        {
            logger.Listening(listeners.Count);
        }

        await Task.WhenAll(listeners.Select(l => l.RunAsync(stoppingToken)));
    }

    private async Task<bool> PrepareAsync(IListener listener, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await listener.PrepareAsync(stoppingToken);
                return true;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception failure) when (StorageFailure.Is(failure))
            {
                logger.StorageUnreachable(
                    listener.Endpoint.GetLeftPart(UriPartial.Path), StorageFailure.Reason(failure), StorageFailure.Advice(failure, listener.Connection));
                await Task.Delay(RetryAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return false;
    }
}
