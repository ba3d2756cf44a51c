namespace PaperLedge.Core.Transcripts;

/// <summary>All that was said in one revision of an episode, with its provenance.</summary>
/// <param name="Language">A BCP 47 tag.</param>
/// <param name="Speaker">The one narrator, or null.</param>
/// <param name="Created">When the last segment was recognised.</param>
public sealed record Transcript(
    string Title,
    string Language,
    string? Speaker,
    TranscriberIdentity Transcriber,
    DateTimeOffset Created,
    IReadOnlyList<Segment> Segments)
{
    /// <summary>Of the audio, after which nothing is said; null where nobody measured it.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>When a person's corrections came in; null for what the machine wrote.</summary>
    public DateTimeOffset? Edited { get; init; }
}
