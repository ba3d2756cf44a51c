using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using PaperLedge.DevHost.Functions;
using PaperLedge.DevHost.Settings;
using PaperLedge.DevHost.Worker;

namespace PaperLedge.DevHost.Listeners;

/// <summary>Runs a timer function at each occurrence, one run at a time.</summary>
/// <remarks>
/// If the schedule is monitored, the start makes up for an occurrence without a running host. The record is the blob that the
/// host keeps in Azure. (The timer extension of the real host is not published.)
/// </remarks>
internal sealed class TimerListener(
    AppFunction function,
    AppSettings settings,
    HostStorage storage,
    FunctionInvoker invoker,
    TimeProvider time,
    ILoggerFactory loggers)
{
    // Well within the longest wait of a .NET timer.
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromDays(1);

    private readonly ILogger _logger = loggers.CreateLogger<TimerListener>();
    private readonly TimerSchedule _schedule =
        TimerSchedule.Parse(settings.Resolve(function.Text("schedule")!, function.Name), function.Name);
    private readonly BlobClient _record = storage.Records.GetBlobClient($"timers/{storage.HostId}/{function.HostName}/status");

    private bool IsMonitored =>
        !string.Equals(function.Text("useMonitor"), "false", StringComparison.OrdinalIgnoreCase) && !_schedule.IsFrequent;

    private bool RunsOnStartup => string.Equals(function.Text("runOnStartup"), "true", StringComparison.OrdinalIgnoreCase);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    // Runs until stopping, and then awaits the current run.
    public async Task RunAsync(CancellationToken stopping)
    {
        var status = IsMonitored ? await StatusAtStartAsync(stopping) : null;
        var (due, isPastDue) = PlanStart(_schedule, status, RunsOnStartup, Now);
        while (true)
        {
            await DelayAsync(due, stopping);
            var began = Now;
            await InvokeAsync(status, isPastDue);
            (due, isPastDue) = (_schedule.Next(began), false);
            status = new ScheduleStatus { Last = began, Next = due, LastUpdated = began };
            await WriteAsync(status);
        }
    }

    /// <param name="status">The last host's record; null at the first start, or if the schedule is not monitored.</param>
    /// <returns>When the first run is due, and whether it makes up for a missed one.</returns>
    internal static (DateTime Due, bool IsPastDue) PlanStart(
        TimerSchedule schedule, ScheduleStatus? status, bool runsOnStartup, DateTime now)
    {
        if (status is not null)
        {
            // Calculated again from the record, as the schedule may have changed since.
            var since = status.Last > status.LastUpdated ? status.Last : status.LastUpdated;
            if (schedule.Next(DateTime.SpecifyKind(since, DateTimeKind.Utc)) < now)
            {
                return (now, true);
            }
        }

        return (runsOnStartup ? now : schedule.Next(now), false);
    }

    private async Task InvokeAsync(ScheduleStatus? status, bool isPastDue)
    {
        var info = new { Schedule = new { AdjustForDST = true }, ScheduleStatus = status ?? new ScheduleStatus(), IsPastDue = isPastDue };
        try
        {
            var data = new Dictionary<string, object?> { ["TimerTrigger"] = Now.ToString("O") };
            await invoker.InvokeWithinTimeoutAsync(function, info, data);
        }
        catch (Exception failure) when (failure is FunctionFailedException or WorkerLostException or TimeoutException)
        {
            _logger.Failed(failure.Message);
        }
    }

    private async Task<ScheduleStatus?> StatusAtStartAsync(CancellationToken stopping)
    {
        try
        {
            return (await _record.DownloadContentAsync(stopping)).Value.Content.ToObjectFromJson<ScheduleStatus>();
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            // From now on an occurrence without a running host is a missed one.
            await WriteAsync(new ScheduleStatus { Next = _schedule.Next(Now), LastUpdated = Now });
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException or JsonException)
        {
            _logger.StatusUnreachable(function.Name, failure.Message);
        }

        return null;
    }

    private async Task WriteAsync(ScheduleStatus status)
    {
        if (!IsMonitored)
        {
            return;
        }

        try
        {
            await storage.Records.CreateIfNotExistsAsync();
            await _record.UploadAsync(BinaryData.FromObjectAsJson(status), overwrite: true);
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            _logger.StatusUnreachable(function.Name, failure.Message);
        }
    }

    private async Task DelayAsync(DateTime due, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        for (var left = due - Now; left > TimeSpan.Zero; left = due - Now)
        {
            await Task.Delay(left < s_longestDelay ? left : s_longestDelay, time, stopping);
        }
    }

    /// <summary>The host's record of a timer, all times in UTC.</summary>
    internal sealed record ScheduleStatus
    {
        public DateTime Last { get; init; }

        public DateTime Next { get; init; }

        public DateTime LastUpdated { get; init; }
    }
}
