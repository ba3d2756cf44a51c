using PaperLedge.Core.Feed.Checking;

namespace PaperLedge.Cli.Checking;

/// <summary>What is found of one thing that is served.</summary>
/// <param name="where">What it is, such as <c>artwork</c>.</param>
internal sealed class ServingFindings(string where)
{
    private readonly List<FeedFinding> _findings = [];

    public IReadOnlyList<FeedFinding> All => _findings;

    public void Error(string rule, string problem, string remedy) => _findings.Add(new(FindingLevel.Error, rule, null, where, problem, remedy));

    public void Warning(string rule, string problem, string remedy) => _findings.Add(new(FindingLevel.Warning, rule, null, where, problem, remedy));
}
