using System.Globalization;

namespace PaperLedge.Core.FeedChecks;

/// <remarks>
/// A mistake in a feed's template is in every item. Each rule is reported a few times and only counted after that, so that it
/// does not drown the other findings.
/// </remarks>
internal sealed class Findings
{
    // Findings that are returned in all, without the one that counts the rest.
    public const int Most = 200;

    // Findings of one rule and level.
    public const int MostOfOneRule = 20;

    private readonly List<FeedFinding> _kept = [];
    private readonly Dictionary<(string Rule, FindingLevel Level), int> _counts = [];

    public void Add(FeedFinding finding)
    {
        var key = (finding.Rule, finding.Level);
        var count = _counts.GetValueOrDefault(key);
        _counts[key] = count + 1;
        if (count < MostOfOneRule)
        {
            _kept.Add(finding);
        }
    }

    // Returns errors first, each level in the feed's order.
    public IReadOnlyList<FeedFinding> ToList()
    {
        var shown = _kept.OrderByDescending(finding => finding.Level).ThenBy(finding => finding.Line ?? 0).Take(Most).ToList();
        var hidden = new Dictionary<(string Rule, FindingLevel Level), int>(_counts);
        foreach (var finding in shown)
        {
            hidden[(finding.Rule, finding.Level)]--;
        }

        var more = hidden.Where(rule => rule.Value > 0).OrderByDescending(rule => rule.Value).ToList();
        return more.Count == 0 ? shown : [.. shown, More(more)];
    }

    private static FeedFinding More(List<KeyValuePair<(string Rule, FindingLevel Level), int>> hidden)
    {
        var level = hidden.Max(rule => rule.Key.Level);
        var rules = string.Join(", ", hidden.Select(rule => $"{rule.Key.Rule} ({Number(rule.Value)})"));
        return new(
            level,
            "more",
            null,
            "feed",
            $"{Number(hidden.Sum(rule => rule.Value))} more findings are not shown: {rules}.",
            "Correct these and check again.");
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

/// <param name="Rule">A short name that never changes, such as <c>item-guid</c>.</param>
/// <param name="Line">From 1; null if the problem has no line.</param>
/// <param name="Where">The part of the feed: <c>feed</c>, <c>channel</c>, or an item by its number and title.</param>
/// <param name="Problem">What is wrong, a sentence.</param>
/// <param name="Remedy">What to do about it, a sentence.</param>
public sealed record FeedFinding(FindingLevel Level, string Rule, int? Line, string Where, string Problem, string Remedy);

public enum FindingLevel
{
    /// <summary>Directories and apps advise against it, but cope.</summary>
    Warning,

    /// <summary>A directory refuses the feed for it, or an app misreads it.</summary>
    Error,
}
