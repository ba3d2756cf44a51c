using System.Globalization;

namespace PaperLedge.Core.Feed.Checking;

/// <summary>
/// Collects what is found. A mistake in a feed's template is in every item of it, so each rule is heard a few times and
/// counted from there on: it must drown neither the others nor the reader.
/// </summary>
internal sealed class Findings
{
    /// <summary>Findings that are returned in all, but for the one that counts the rest.</summary>
    public const int Most = 200;

    /// <summary>Findings of one rule and level.</summary>
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

    /// <summary>Errors first, each level in the feed's order.</summary>
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
