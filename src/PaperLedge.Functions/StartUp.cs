using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaperLedge.Functions.Publishing;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage;

namespace PaperLedge.Functions;

// It runs while the worker connects to its host, which would not wait for storage. Until storage is ready, StorageGate lets no
// function run.
/// <summary>Service that creates missing storage, deletes files of killed processes, and at a stop waits for transcriptions.</summary>
public sealed partial class StartUp(
    StorageSetup storage,
    ShowRegistration show,
    TranscriptionJob transcription,
    TimeProvider time,
    ILogger<StartUp> logger) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _problem;

    /// <summary>Completes when storage is ready; never fails.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Reason why storage is not ready, with a remedy; null if nothing has failed.</summary>
    public string? Problem => _problem;

    // Without this wait, the process would end before the transcriptions that the stop cancelled are queued again.
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await transcription.SettleAsync();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var file in TemporaryFile.DeleteAbandoned())
        {
            CannotRemove(logger, file);
        }

        while (!await TryAsync(stoppingToken))
        {
            await Task.Delay(s_pause, time, stoppingToken);
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
            // In Azure, the app's roles may take effect minutes after its start, so any failure may pass.
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

    // Returns a problem for the public, and for the log the storage library's own message, which names addresses.
    private static (string Problem, string Reason) Explain(Exception exception)
    {
        var cause = exception is AggregateException all ? all.InnerExceptions[0] : exception;
        var reason = cause.GetBaseException().Message.Split('\n')[0].Trim();
        return (OutsideFailure.Explain(exception) ?? "Storage could not be prepared. The app's log says why.", reason);
    }

    [LoggerMessage(1100, LogLevel.Error, "{Problem} ({Reason}) No function runs until storage is ready; trying again.")]
    private static partial void StorageIsNotReady(ILogger logger, string problem, string reason);

    [LoggerMessage(1101, LogLevel.Warning, "{File} was left by a killed process and cannot be deleted; it uses disk space.")]
    private static partial void CannotRemove(ILogger logger, string file);

    [LoggerMessage(1102, LogLevel.Warning, "Storage is ready now.")]
    private static partial void StorageIsReady(ILogger logger);
}
