namespace PaperLedge.Core.Feed.Checking;

/// <summary>Ends the reading of a feed at a place beyond which nothing can be told; never leaves <see cref="FeedChecker"/>.</summary>
internal sealed class FeedRefusal(FeedFinding finding) : Exception(finding.Problem)
{
    public FeedFinding Finding { get; } = finding;
}
