using System.Text.Json;

namespace PaperLedge.Cli.Demo;

/// <summary>What recognition with the demo model must reach: <c>models/demo/thresholds.json</c>, the one place that says so.</summary>
/// <param name="MaxWordErrorRate">For each sample; 0.4 is 40 %.</param>
public sealed record Thresholds(double MaxWordErrorRate)
{
    public static Thresholds Read(string path)
    {
        using var file = File.OpenRead(path);
        var thresholds = JsonSerializer.Deserialize<Thresholds>(file, JsonSerializerOptions.Web);
        return thresholds is { MaxWordErrorRate: > 0 and <= 1 }
            ? thresholds
            : throw new InvalidDataException($"{path} must say maxWordErrorRate, above 0 and at most 1.");
    }
}
