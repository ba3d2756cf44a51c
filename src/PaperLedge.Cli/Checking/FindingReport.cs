using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PaperLedge.Core.Feed.Checking;
using Spectre.Console;

namespace PaperLedge.Cli.Checking;

/// <summary>Findings as people read them, and as programs do.</summary>
internal static class FindingReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Not for HTML: what is escaped there is what findings are about, such as <title>.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<FindingLevel>(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
    };

    public static string ToJson(IReadOnlyList<FeedFinding> findings) => JsonSerializer.Serialize(findings, Json);

    /// <summary>Errors first, each level by where it was found, and the numbers last.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<FeedFinding> findings)
    {
        WriteLevel(console, "[red]Errors[/]: directories refuse the feed for these, or apps misread it", findings, FindingLevel.Error);
        WriteLevel(console, "[yellow]Warnings[/]: directories and apps advise against these", findings, FindingLevel.Warning);
        console.MarkupLineInterpolated($"{Summary(findings)}");
    }

    /// <summary>Such as <c>No errors, 2 warnings.</c></summary>
    public static string Summary(IReadOnlyList<FeedFinding> findings)
    {
        var shown = findings.Where(finding => finding.Rule != "more").ToList();
        var errors = Count(shown.Count(finding => finding.Level == FindingLevel.Error), "error");
        var warnings = Count(shown.Count(finding => finding.Level == FindingLevel.Warning), "warning");
        var start = shown.Count == findings.Count ? "" : "at least ";
        var summary = $"{start}{errors}, {warnings}.";
        return char.ToUpperInvariant(summary[0]) + summary[1..];
    }

    private static void WriteLevel(IAnsiConsole console, string heading, IReadOnlyList<FeedFinding> findings, FindingLevel level)
    {
        var found = findings.Where(finding => finding.Level == level).ToList();
        if (found.Count == 0)
        {
            return;
        }

        console.MarkupLine(heading);
        foreach (var place in found.GroupBy(finding => finding.Where))
        {
            console.MarkupLineInterpolated($"  {place.Key}");
            foreach (var finding in place)
            {
                var line = finding.Line is { } number ? $"line {number}: " : "";
                console.MarkupLineInterpolated($"    {line}{finding.Problem} {finding.Remedy} [grey]({finding.Rule})[/]");
            }
        }

        console.WriteLine();
    }

    private static string Count(int number, string what) => number switch
    {
        0 => $"no {what}s",
        1 => $"1 {what}",
        _ => $"{number} {what}s",
    };
}
