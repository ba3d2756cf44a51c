using PaperLedge.Cli.Checking;
using PaperLedge.Core.FeedChecks;

namespace PaperLedge.Tests.Cli.Checking;

public sealed class FindingReportTests
{
    [Theory]
    [InlineData(0, 0, "No errors, no warnings.")]
    [InlineData(1, 0, "1 error, no warnings.")]
    [InlineData(0, 2, "No errors, 2 warnings.")]
    public void The_numbers_are_told_in_words(int errors, int warnings, string summary)
    {
        FeedFinding Finding(FindingLevel level) => new(level, "rule", null, "channel", "Problem.", "Remedy.");
        var findings = Enumerable.Repeat(Finding(FindingLevel.Error), errors)
            .Concat(Enumerable.Repeat(Finding(FindingLevel.Warning), warnings))
            .ToList();

        Assert.Equal(summary, FindingReport.Summary(findings));
    }
}
