namespace PaperLedge.Core.Episodes;

/// <summary>How often episodes come (<c>podcast:updateFrequency</c>).</summary>
/// <param name="Text">For people; 1 to 128 characters.</param>
/// <param name="Rule">A recurrence rule such as <c>FREQ=WEEKLY</c> (RFC 5545, section 3.3.10), or null.</param>
/// <param name="Complete">True if no further episode is meant to come.</param>
/// <param name="Starts">When the rule begins to hold, or null.</param>
public sealed record UpdateFrequency(string Text, string? Rule = null, bool Complete = false, DateTimeOffset? Starts = null);
