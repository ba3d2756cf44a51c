namespace PaperLedge.Core.Transcripts;

/// <summary>A stretch of speech as the engine gave it, a sentence or a part of one; or of what is heard and is not speech.</summary>
/// <param name="Start">From the start of the episode's audio.</param>
/// <param name="End">From the start of the episode's audio; never before <paramref name="Start"/>.</param>
/// <param name="Text">Plain text without leading or trailing space; never empty.</param>
/// <param name="AverageLogProbability">Mean natural-log probability of the window's sampled tokens, ≤ 0.</param>
/// <param name="NoSpeechProbability">Probability, 0 to 1, that the window holds no speech.</param>
public sealed record Segment(
    TimeSpan Start,
    TimeSpan End,
    string Text,
    double AverageLogProbability,
    double NoSpeechProbability)
{
    /// <summary>The words with their own times, in order; empty where the engine gives none or the text was edited.</summary>
    public IReadOnlyList<Word> Words { get; init; } = [];

    public SegmentKind Kind { get; init; }

    /// <summary>The language that it is written in, as a BCP 47 tag; null where that is the transcript's. A sound has none.</summary>
    public string? Language { get; init; }

    /// <summary>Who speaks, where somebody wrote it down; null for the transcript's one speaker.</summary>
    public string? Speaker { get; init; }
}
