using System.Globalization;

namespace PaperLedge.Core.Text;

public static class ClockTime
{
    /// <summary>For people: <c>1:02</c>, <c>1:02:03</c>. Fractions are dropped.</summary>
    public static string Short(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    /// <summary>For cues: <c>00:01:02.345</c>, with the format's own separator before the milliseconds.</summary>
    public static string Cue(TimeSpan time, char separator) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(long)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{separator}{time.Milliseconds:000}");

    /// <summary>For URLs and JSON: <c>62.345</c> seconds, without needless zeros.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>For the <c>datetime</c> attribute: an ISO 8601 duration such as <c>PT1M2.345S</c>.</summary>
    public static string Duration(TimeSpan time) => System.Xml.XmlConvert.ToString(time);
}
