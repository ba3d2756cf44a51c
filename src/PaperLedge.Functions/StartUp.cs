using Azure;
using Azure.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaperLedge.Functions.Episodes;
using PaperLedge.Storage;

namespace PaperLedge.Functions;

/// <summary>
/// Makes what is missing in the account, removes what a killed process left on disk, and lets cancelled transcriptions be given back
/// before the process ends. It works beside the worker's connection to its host, which would not wait for storage; until it is done,
/// <see cref="Web.StorageGate"/> lets no function run.
/// </summary>
internal sealed partial class StartUp(
    StorageSetup storage, ShowRegistration show, Transcription transcription, TimeProvider time, ILogger<StartUp> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _problem;

    /// <summary>Completes when storage is ready; never fails.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Why storage is not ready, and what to do; null if nothing has failed.</summary>
    public string? Problem => _problem;

    /// <summary>The process would end while a transcription is still being given back.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await transcription.SettleAsync();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var file in TemporaryFile.RemoveAbandoned(time.GetUtcNow()))
        {
            CannotRemove(logger, file);
        }

        while (!await TryAsync(stoppingToken))
        {
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.EnsureAsync(cancellationToken);
            await show.CreateAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // In Azure, the app's roles may come to hold minutes after its start: whatever it is, it may pass.
            var (problem, reason) = Explain(exception);
            if (problem != _problem)
            {
                StorageIsNotReady(logger, problem, reason);
            }

            _problem = problem;
            return false;
        }

        if (_problem is not null)
        {
            StorageIsReady(logger);
        }

        _problem = null;
        _ready.TrySetResult();
        return true;
    }

    /// <returns>What anybody may read, and the storage library's own words, which name addresses.</returns>
    private static (string Problem, string Reason) Explain(Exception exception)
    {
        var cause = exception is AggregateException all ? all.InnerExceptions[0] : exception;
        var problem = cause switch
        {
            RequestFailedException { Status: 0 } => "Storage does not answer. Is AzureWebJobsStorage right, and Azurite running if it is meant?",
            RequestFailedException { Status: 401 or 403 } or AuthenticationFailedException =>
                "Storage refuses the app. Does the key in AzureWebJobsStorage fit, or does the app's identity have its roles on the account?",
            _ => "Storage cannot be made ready. The app's log says why.",
        };
        return (problem, cause.GetBaseException().Message.Split('\n')[0].Trim());
    }

    [LoggerMessage(1100, LogLevel.Error, "{Problem} ({Reason}) No function runs until storage is ready; trying again.")]
    private static partial void StorageIsNotReady(ILogger logger, string problem, string reason);

    [LoggerMessage(1101, LogLevel.Warning, "{File} was left by a process that was killed, and cannot be removed; it takes up space.")]
    private static partial void CannotRemove(ILogger logger, string file);

    [LoggerMessage(1102, LogLevel.Warning, "Storage is ready now.")]
    private static partial void StorageIsReady(ILogger logger);
}
