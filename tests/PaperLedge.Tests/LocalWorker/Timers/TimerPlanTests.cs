using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.LocalWorker.Timers;

namespace PaperLedge.Tests.LocalWorker.Timers;

public sealed class TimerPlanTests
{
    private static readonly TimerSchedule Hourly = TimerSchedule.Parse("0 0 * * * *", "F");

    [Theory]
    [InlineData("2026-03-01T11:00:00", "2026-03-01T11:59:59", "2026-03-01T12:00:00", false)]
    [InlineData("2026-03-01T11:00:00", "2026-03-01T12:00:01", "2026-03-01T12:00:01", true)]
    [InlineData("2026-02-20T11:00:00", "2026-03-01T12:30:00", "2026-03-01T12:30:00", true)]
    public void A_run_that_was_missed_is_made_up_for_at_once(string last, string now, string due, bool pastDue)
    {
        var status = new ScheduleStatus { Last = Utc(last), LastUpdated = Utc(last) };

        Assert.Equal(new TimerPlan(Utc(due), pastDue), TimerPlan.AtStart(Hourly, status, runOnStartup: false, Utc(now)));
    }

    [Fact]
    public void Before_the_first_run_what_counts_is_when_the_timer_was_first_seen()
    {
        var status = new ScheduleStatus { LastUpdated = Utc("2026-03-01T10:30:00"), Next = Utc("2026-03-01T11:00:00") };

        Assert.True(TimerPlan.AtStart(Hourly, status, runOnStartup: false, Utc("2026-03-01T11:30:00")).IsPastDue);
    }

    [Fact]
    public void A_schedule_that_was_changed_is_reckoned_anew()
    {
        var daily = TimerSchedule.Parse("0 0 0 * * *", "F");
        var status = new ScheduleStatus { Last = Utc("2026-03-01T10:00:00"), Next = Utc("2026-03-01T11:00:00"), LastUpdated = Utc("2026-03-01T10:00:00") };

        Assert.Equal(new TimerPlan(Utc("2026-03-02T00:00:00"), false), TimerPlan.AtStart(daily, status, runOnStartup: false, Utc("2026-03-01T12:00:00")));
    }

    [Theory]
    [InlineData(true, "2026-03-01T12:30:00")]
    [InlineData(false, "2026-03-01T13:00:00")]
    public void A_first_start_runs_at_once_only_if_the_function_asks_for_it(bool runOnStartup, string due) =>
        Assert.Equal(new TimerPlan(Utc(due), false), TimerPlan.AtStart(Hourly, status: null, runOnStartup, Utc("2026-03-01T12:30:00")));

    [Fact]
    public void Sleeping_through_many_occurrences_makes_one_run_not_many()
    {
        var woken = Utc("2026-03-01T17:20:00");

        Assert.Equal(Utc("2026-03-01T18:00:00"), TimerPlan.After(Hourly, began: woken).Due);
    }

    private static DateTime Utc(string text) => DateTime.SpecifyKind(DateTime.Parse(text, CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
