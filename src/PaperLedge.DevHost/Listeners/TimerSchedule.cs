using System.Globalization;
using NCrontab;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.DevHost.Listeners;

/// <summary>A timer's schedule: six cron fields in UTC, or an interval.</summary>
internal sealed class TimerSchedule
{
    private static readonly CrontabSchedule.ParseOptions s_withSeconds = new() { IncludingSeconds = true };

    // Start for examining a schedule's gaps, and whether it ever occurs. Any instant will do; from a leap year's first day every
    // date occurs.
    private static readonly DateTime s_reference = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _interval;

    private TimerSchedule(CrontabSchedule? cron, TimeSpan interval) => (_cron, _interval) = (cron, interval);

    // True for more than one occurrence a minute; such a schedule is not monitored.
    public bool IsFrequent
    {
        get
        {
            var occurrences = Enumerable.Range(0, 10)
                .Aggregate(new List<DateTime> { Next(s_reference) }, (all, _) => [.. all, Next(all[^1])]);
            return occurrences.Zip(occurrences.Skip(1), (a, b) => b - a).Any(gap => gap < TimeSpan.FromMinutes(1));
        }
    }

    /// <exception cref="StartException">The text is not a schedule.</exception>
    public static TimerSchedule Parse(string text, string function)
    {
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && text.Contains(':', StringComparison.Ordinal))
        {
            return interval >= TimeSpan.FromSeconds(1)
                ? new TimerSchedule(null, interval)
                : throw new StartException($"Function '{function}': the interval '{text}' must be a second or longer.");
        }

        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 6 || CrontabSchedule.TryParse(text, s_withSeconds) is not { } cron)
        {
            throw new StartException(
                $"Function '{function}': '{text}' is not a schedule; " +
                "write six cron fields (second, minute, hour, day, month, day of week) or hh:mm:ss.");
        }

        var schedule = new TimerSchedule(cron, TimeSpan.Zero);
        return schedule.Next(s_reference) > s_reference.AddYears(10)
            ? throw new StartException($"Function '{function}': the schedule '{text}' never occurs.")
            : schedule;
    }

    /// <returns>The first occurrence after <paramref name="utc"/>.</returns>
    public DateTime Next(DateTime utc) =>
        _cron is null ? utc + _interval : DateTime.SpecifyKind(_cron.GetNextOccurrence(utc), DateTimeKind.Utc);
}
