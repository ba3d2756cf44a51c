using Azure.Data.Tables;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Segments;

/// <summary>A segment as one row, and back.</summary>
internal static class SegmentRow
{
    public static TableEntity Write(string partition, string rowKey, Segment segment) => new(partition, rowKey)
    {
        ["StartSeconds"] = segment.Start.TotalSeconds,
        ["EndSeconds"] = segment.End.TotalSeconds,
        ["Kind"] = segment.Kind == SegmentKind.Speech ? null : segment.Kind.ToString(),
        ["Speaker"] = segment.Speaker,
        ["Language"] = segment.Language,
        ["Text"] = Texts.Fit(segment.Text),
        ["Words"] = WordColumn.Write(segment),
        ["AverageLogProbability"] = segment.AverageLogProbability,
        ["NoSpeechProbability"] = segment.NoSpeechProbability,
    };

    public static Segment Read(TableEntity row)
    {
        var start = Seconds(row, "StartSeconds");
        var text = row.GetString("Text");
        return new Segment(
            start,
            Seconds(row, "EndSeconds"),
            text,
            row.GetDouble("AverageLogProbability")!.Value,
            row.GetDouble("NoSpeechProbability")!.Value)
        {
            Kind = row.GetString("Kind") is { } kind ? Enum.Parse<SegmentKind>(kind) : SegmentKind.Speech,
            Speaker = row.GetString("Speaker"),
            Language = row.GetString("Language"),
            Words = WordColumn.Read(row.GetString("Words"), start, text),
        };
    }

    /// <summary>To the nearest tick, as it was written; <see cref="TimeSpan.FromSeconds(double)"/> cuts off.</summary>
    private static TimeSpan Seconds(TableEntity row, string column) =>
        TimeSpan.FromTicks((long)Math.Round(row.GetDouble(column)!.Value * TimeSpan.TicksPerSecond));
}
