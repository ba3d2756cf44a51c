using Microsoft.Azure.Functions.Worker;

namespace PaperLedge.LocalWorker.Timers;

/// <summary>Decides when a timer runs next and whether that run is late.</summary>
/// <param name="Due">In UTC; in the past for a run that must start at once.</param>
internal sealed record TimerPlan(DateTime Due, bool IsPastDue)
{
    /// <param name="status">What the last process recorded; null on the first start or where the schedule is not monitored.</param>
    public static TimerPlan AtStart(TimerSchedule schedule, ScheduleStatus? status, bool runOnStartup, DateTime now)
    {
        if (status is not null)
        {
            // Reckoned anew from the record, as the schedule may have been changed since.
            var since = status.Last > status.LastUpdated ? status.Last : status.LastUpdated;
            var missed = schedule.Next(DateTime.SpecifyKind(since, DateTimeKind.Utc));
            if (missed < now)
            {
                return new TimerPlan(now, IsPastDue: true);
            }
        }

        return runOnStartup ? new TimerPlan(now, IsPastDue: false) : new TimerPlan(schedule.Next(now), IsPastDue: false);
    }

    /// <summary>After a run: its successor, at once if that came due meanwhile. Runs never overlap.</summary>
    public static TimerPlan After(TimerSchedule schedule, DateTime began) => new(schedule.Next(began), IsPastDue: false);
}
