using System.Globalization;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Timers;

namespace PaperLedge.Tests.LocalWorker.Timers;

public sealed class TimerScheduleTests
{
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
    [InlineData("", "0 fields")]
    [InlineData("*/5 * * * *", "5 fields")]
    [InlineData("61 * * * * *", "no cron expression")]
    [InlineData("a b c d e f", "no cron expression")]
    [InlineData("0 0 0 31 2 *", "never occurs")]
    [InlineData("00:00:00", "a second or longer")]
    [InlineData("-00:10:00", "a second or longer")]
    public void What_is_no_schedule_is_refused_with_its_function(string schedule, string because)
    {
        var refused = Assert.Throws<RefusedException>(() => TimerSchedule.Parse(schedule, "Tidy"));

        Assert.Contains("'Tidy'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
