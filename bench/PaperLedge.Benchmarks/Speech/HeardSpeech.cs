using PaperLedge.Benchmarks.Scoring;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>Speech that a program recognised in a file.</summary>
/// <param name="Segments">With times; whole sentences or parts of them.</param>
/// <param name="Words">Of the segments, in order. A segment that is in brackets as a whole names a sound and has none.</param>
/// <param name="Windows">Times that the model encoded audio; null if the program does not report it.</param>
/// <param name="Drafts">Texts that were decoded, fallbacks included; null if the program does not report it.</param>
internal sealed record HeardSpeech(
    IReadOnlyList<Segment> Segments, IReadOnlyList<TimedWord> Words, int? Windows, int? Drafts, ChildRun Run)
{
    public static bool IsSound(string text) => text.Trim() is ['[', .., ']'] or ['(', .., ')'] or ['♪', ..];
}

/// <summary>A speech recognition program.</summary>
internal abstract class SpeechProgram
{
    // The number of cores of the machine that the published figures are from.
    public const string ThreadCount = "2";

    public abstract string Name { get; }

    /// <param name="language">A code such as <c>en</c>; null to have the program detect it.</param>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public abstract Task<HeardSpeech> HearAsync(string audio, string? language);
}
