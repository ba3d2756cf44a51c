using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PaperLedge.Core.FeedChecks;
using Spectre.Console;

namespace PaperLedge.Cli.Checking;

internal static class FindingReport
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        // The JSON is not for HTML, whose escapes would make findings about elements such as <title> unreadable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<FindingLevel>(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
    };

    public static string ToJson(IReadOnlyList<FeedFinding> findings) => JsonSerializer.Serialize(findings, s_json);

    // Writes errors first, each level by place, and a summary last.
    public static void Write(IAnsiConsole console, IReadOnlyList<FeedFinding> findings)
    {
        WriteLevel(console, "[red]Errors[/]: directories refuse a feed with these, or apps misread it", findings, FindingLevel.Error);
        WriteLevel(console, "[yellow]Warnings[/]: directories and apps advise against these", findings, FindingLevel.Warning);
        console.MarkupLineInterpolated($"{Summary(findings)}");
    }

    /// <returns>Such as <c>No errors, 2 warnings.</c></returns>
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

/// <param name="where">The file, such as <c>artwork</c>.</param>
internal sealed class ServingFindings(string where)
{
    private readonly List<FeedFinding> _findings = [];

    public IReadOnlyList<FeedFinding> All => _findings;

    public void Add(FindingLevel level, string rule, string problem, string remedy) =>
        _findings.Add(new(level, rule, null, where, problem, remedy));

    public void Error(string rule, string problem, string remedy) =>
        Add(FindingLevel.Error, rule, problem, remedy);

    public void Warning(string rule, string problem, string remedy) =>
        Add(FindingLevel.Warning, rule, problem, remedy);
}
