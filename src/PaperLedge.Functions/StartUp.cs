using Azure;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaperLedge.Functions.Episodes;
using PaperLedge.Storage;

namespace PaperLedge.Functions;

/// <summary>
/// Makes what is missing in the account before the first trigger can want it, removes what a killed process left on disk, and lets
/// cancelled transcriptions be given back before the process ends.
/// </summary>
internal sealed partial class StartUp(
    StorageSetup storage, ShowRegistration show, Transcription transcription, TimeProvider time, ILogger<StartUp> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var file in TemporaryFile.RemoveAbandoned(time.GetUtcNow()))
        {
            CannotRemove(logger, file);
        }

        while (!await TryAsync(cancellationToken))
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The process would end while a transcription is still being given back.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => transcription.SettleAsync();

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>False if storage does not answer.</returns>
    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.EnsureAsync(cancellationToken);
            await show.CreateAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (IsSilence(exception))
        {
            StorageIsSilent(logger, exception.GetBaseException().Message);
            return false;
        }
    }

    /// <summary>The SDK reports the failures of all its retries together; status 0 means that nobody answered.</summary>
    private static bool IsSilence(Exception exception) => exception switch
    {
        AggregateException all => all.InnerExceptions.All(IsSilence),
        RequestFailedException request => request.Status == 0,
        _ => false,
    };

    [LoggerMessage(1100, LogLevel.Error, "Storage does not answer ({Reason}). Is AzureWebJobsStorage right, and Azurite running if it is meant? Trying again.")]
    private static partial void StorageIsSilent(ILogger logger, string reason);

    [LoggerMessage(1101, LogLevel.Warning, "{File} was left by a process that was killed, and cannot be removed; it takes up space.")]
    private static partial void CannotRemove(ILogger logger, string file);
}
