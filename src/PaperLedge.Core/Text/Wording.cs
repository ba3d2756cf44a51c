using System.Globalization;

namespace PaperLedge.Core.Text;

/// <summary>Numbers, sizes, durations and dates as people write them.</summary>
public static class Wording
{
    // From here on, seconds say nothing more.
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(10);

    /// <returns>Such as <c>45 s</c>, <c>3 min 5 s</c>, <c>1 h 12 min</c> or <c>6 hours</c>.</returns>
    public static string Duration(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0.#} s");
        }

        // Rounded first, so that 59.7 s is a minute and not 60 s.
        var rounded = time < s_long ? Rounded(time, TimeSpan.FromSeconds(1)) : Rounded(time, TimeSpan.FromMinutes(1));
        var (hours, minutes, seconds) = ((long)rounded.TotalHours, rounded.Minutes, rounded.Seconds);
        return (hours, minutes, seconds) switch
        {
            (0, 0, _) => Number(seconds, "s"),
            (0, _, 0) => Number(minutes, "min"),
            (0, _, _) => $"{Number(minutes, "min")} {Number(seconds, "s")}",
            (_, 0, _) => Count(hours, "hour"),
            _ => $"{Number(hours, "h")} {Number(minutes, "min")}",
        };
    }

    /// <returns>Such as <c>1 error</c> or <c>2 errors</c>.</returns>
    public static string Count(long number, string noun) => Number(number, number == 1 ? noun : noun + "s");

    /// <returns>Such as <c>52 MB</c>.</returns>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => Count(bytes, "byte"),
        < 1_000_000 => Number(bytes / 1_000, "kB"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => Number(bytes / 1_000_000, "MB"),
    };

    /// <returns>Such as <c>14 September 2026, 06:00 UTC</c>.</returns>
    public static string Date(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static TimeSpan Rounded(TimeSpan time, TimeSpan unit) => unit * Math.Round(time / unit, MidpointRounding.AwayFromZero);

    private static string Number(long number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}");
}
