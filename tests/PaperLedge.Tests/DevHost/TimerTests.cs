using System.Globalization;
using PaperLedge.DevHost.Listeners;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.Tests.DevHost;

public sealed class TimerTests
{
    private static readonly TimerSchedule s_hourly = TimerSchedule.Parse("0 0 * * * *", "F");

    [Theory]
    [InlineData("0 */5 * * * *", "2026-03-01T12:03:30Z", "2026-03-01T12:05:00Z")]
    [InlineData("0 */5 * * * *", "2026-03-01T12:05:00Z", "2026-03-01T12:10:00Z")]
    [InlineData("30 0 4 * * 1", "2026-03-01T12:00:00Z", "2026-03-02T04:00:30Z")]
    [InlineData("0 0 0 29 2 *", "2025-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("00:10:00", "2026-03-01T12:03:30Z", "2026-03-01T12:13:30Z")]
    public void The_next_occurrence_follows_the_given_time(string schedule, string from, string next) =>
        Assert.Equal(Utc(next), TimerSchedule.Parse(schedule, "F").Next(Utc(from)));

    [Theory]
    [InlineData("*/10 * * * * *", true)]
    [InlineData("0,30 * * * * *", true)]
    [InlineData("0 * * * * *", false)]
    [InlineData("00:00:30", true)]
    [InlineData("00:01:00", false)]
    public void A_schedule_below_a_minute_is_not_monitored(string schedule, bool frequent) =>
        Assert.Equal(frequent, TimerSchedule.Parse(schedule, "F").IsFrequent);

    [Theory]
    [InlineData("", "is not a schedule")]
    [InlineData("*/5 * * * *", "is not a schedule")]
    [InlineData("61 * * * * *", "is not a schedule")]
    [InlineData("0 0 0 31 2 *", "never occurs")]
    [InlineData("00:00:00", "a second or longer")]
    [InlineData("-00:10:00", "a second or longer")]
    public void A_wrong_schedule_is_refused_with_its_function(string schedule, string because)
    {
        var refused = Assert.Throws<StartException>(() => TimerSchedule.Parse(schedule, "Tidy"));

        Assert.Contains("'Tidy'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-01T11:00:00Z", "2026-03-01T11:59:59Z", "2026-03-01T12:00:00Z", false)]
    [InlineData("2026-03-01T11:00:00Z", "2026-03-01T12:00:01Z", "2026-03-01T12:00:01Z", true)]
    [InlineData("2026-02-20T11:00:00Z", "2026-03-01T12:30:00Z", "2026-03-01T12:30:00Z", true)]
    public void A_run_that_was_missed_is_made_up_for_at_once(string last, string now, string due, bool pastDue)
    {
        var status = new TimerListener.ScheduleStatus { Last = Utc(last), LastUpdated = Utc(last) };

        Assert.Equal((Utc(due), pastDue), TimerListener.PlanStart(s_hourly, status, runsOnStartup: false, Utc(now)));
    }

    [Fact]
    public void Before_the_first_run_the_time_counts_at_which_the_timer_was_first_seen()
    {
        var status = new TimerListener.ScheduleStatus { LastUpdated = Utc("2026-03-01T10:30:00Z"), Next = Utc("2026-03-01T11:00:00Z") };

        Assert.True(TimerListener.PlanStart(s_hourly, status, runsOnStartup: false, Utc("2026-03-01T11:30:00Z")).IsPastDue);
    }

    [Theory]
    [InlineData(true, "2026-03-01T12:30:00Z")]
    [InlineData(false, "2026-03-01T13:00:00Z")]
    public void A_first_start_runs_at_once_only_if_the_function_asks_for_it(bool runsOnStartup, string due) =>
        Assert.Equal((Utc(due), false), TimerListener.PlanStart(s_hourly, status: null, runsOnStartup, Utc("2026-03-01T12:30:00Z")));

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
