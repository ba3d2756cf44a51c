using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Hosting;
using PaperLedge.LocalWorker.Storage;

namespace PaperLedge.LocalWorker.Timers;

/// <summary>Runs a timer function whenever it is due, one run at a time; at the start also for what was missed.</summary>
internal sealed class TimerListener(TimerFunction timer, TimerStatusStore store, HostStorage storage, ListenerParts parts) : IListener
{
    /// <summary>What a timer of the runtime can surely wait.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly ILogger _logger = parts.Loggers.CreateLogger<TimerListener>();

    public string Connection => storage.Connection;

    public Uri Endpoint => storage.Notes.Uri;

    public Task PrepareAsync(CancellationToken cancellationToken) => storage.Notes.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var status = timer.Monitored ? await StatusAtStartAsync(stopping) : null;
            var plan = TimerPlan.AtStart(timer.Schedule, status, timer.RunOnStartup, Now);
            while (true)
            {
                await DelayAsync(plan.Due, stopping);
                var began = Now;
                if (await RunOnceAsync(plan, status) == InvocationOutcome.Stopped)
                {
                    // Cut short by the worker's end: not recorded, so that the next process makes up for it.
                    return;
                }

                plan = TimerPlan.After(timer.Schedule, began);
                status = await RecordAsync(began, plan.Due);
                stopping.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
    }

    private DateTime Now => parts.Time.GetUtcNow().UtcDateTime;

    private async Task<ScheduleStatus?> StatusAtStartAsync(CancellationToken stopping)
    {
        try
        {
            if (await store.ReadAsync(timer.Function, stopping) is { } recorded)
            {
                return recorded;
            }

            // From now on an occurrence that no process saw counts as missed.
            await store.WriteAsync(timer.Function, new ScheduleStatus { Next = timer.Schedule.Next(Now), LastUpdated = Now }, stopping);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            _logger.StatusUnreachable(timer.Function.Name, StorageFailure.Reason(failure));
        }

        return null;
    }

    private Task<InvocationOutcome> RunOnceAsync(TimerPlan plan, ScheduleStatus? status)
    {
        var info = new TimerInfo { IsPastDue = plan.IsPastDue, ScheduleStatus = timer.Monitored ? status ?? new ScheduleStatus() : null };
        var reason = plan.IsPastDue ? "timer, for a run that was missed" : "timer";
        var input = new TriggerInput(reason, _ => ValueTask.FromResult<object?>(info), TriggerInput.NoData);
        return parts.Invoker.InvokeAsync(timer.Function, input, parts.Drain.Token);
    }

    private async Task<ScheduleStatus?> RecordAsync(DateTime last, DateTime next)
    {
        if (!timer.Monitored)
        {
            return null;
        }

        var status = new ScheduleStatus { Last = last, Next = next, LastUpdated = last };
        try
        {
            await store.WriteAsync(timer.Function, status, CancellationToken.None);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            _logger.StatusUnreachable(timer.Function.Name, StorageFailure.Reason(failure));
        }

        return status;
    }

    private async Task DelayAsync(DateTime due, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        for (var left = due - Now; left > TimeSpan.Zero; left = due - Now)
        {
            await Task.Delay(left < LongestDelay ? left : LongestDelay, parts.Time, stopping);
        }
    }
}
