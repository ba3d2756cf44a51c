namespace PaperLedge.Core.Feed.Checking;

/// <summary>One thing in a feed that is not as it should be.</summary>
/// <param name="Rule">A short name that stays the same, such as <c>item-guid</c>.</param>
/// <param name="Line">Counted from 1; null where no line is to blame.</param>
/// <param name="Where">The part of the feed: <c>feed</c>, <c>channel</c>, or an item by its number and title.</param>
/// <param name="Problem">What is wrong, a sentence.</param>
/// <param name="Remedy">What to do about it, a sentence.</param>
public sealed record FeedFinding(FindingLevel Level, string Rule, int? Line, string Where, string Problem, string Remedy);
