namespace PaperLedge.Core.Episodes;

/// <summary>A stretch of an episode that stands for it in previews (<c>podcast:soundbite</c>).</summary>
/// <param name="Start">From the episode's beginning.</param>
/// <param name="Duration">15 to 120 s, as the namespace asks.</param>
/// <param name="Title">At most 128 characters; null for the episode's own.</param>
public sealed record Soundbite(TimeSpan Start, TimeSpan Duration, string? Title = null)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(15);

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);
}
