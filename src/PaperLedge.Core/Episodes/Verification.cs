namespace PaperLedge.Core.Episodes;

/// <summary>What a service asks to be put in the feed as proof of who owns it (<c>podcast:txt</c>).</summary>
/// <param name="Purpose">Such as <c>verify</c> or <c>applepodcastsverify</c>; at most 128 characters.</param>
/// <param name="Value">As the service gave it.</param>
public sealed record Verification(string Purpose, string Value);
