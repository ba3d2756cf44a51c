using System.Globalization;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts;

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
    /// <summary>Of the audio, after which no segment starts; null if unknown.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>When a person's corrections arrived; null for the machine's text.</summary>
    public DateTimeOffset? Edited { get; init; }
}

/// <summary>Everything about a recognised transcript but its segments.</summary>
/// <param name="Plan">Name of the plan by which it was recognised.</param>
/// <param name="Language">The language that was set or heard, as a BCP 47 tag; null if nothing was spoken and none was set.</param>
/// <param name="IsTranslation">True if the segments are English whatever the spoken language.</param>
/// <param name="Finished">When the last piece was recognised.</param>
public sealed record TranscriptHead(
    string Plan, string? Language, bool IsTranslation, TranscriberIdentity Transcriber, DateTimeOffset Finished);

/// <summary>A stretch of speech from the engine, a sentence or a part of one; or a sound that is not speech.</summary>
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
    /// <summary>Written where an unnamed speaker begins, as in the captions of television.</summary>
    internal const string UnnamedMark = ">>";

    /// <summary>The words with their own times, in order; empty if the engine gave none or the text was edited.</summary>
    public IReadOnlyList<Word> Words { get; init; } = [];

    public SegmentKind Kind { get; init; }

    /// <summary>The language of the text, as a BCP 47 tag; null for the transcript's language and for sounds.</summary>
    public string? Language { get; init; }

    /// <summary>The named speaker; null for the transcript's one speaker, and empty for an unnamed one.</summary>
    public string? Speaker { get; init; }
}

public enum SegmentKind
{
    Speech,

    /// <summary>A sound that is not speech: the text names it in brackets, such as <c>[music]</c>.</summary>
    Sound,
}

/// <summary>A word of a segment, with the punctuation attached to it.</summary>
/// <param name="Start">From the start of the episode's audio.</param>
/// <param name="End">From the start of the episode's audio; never before <paramref name="Start"/>.</param>
/// <param name="Text">
/// Without space around it; never empty. The texts of a segment's words, in order, make up its text, with or without a space
/// between two, depending on the language: see <see cref="TimedWords.Places"/>.
/// </param>
/// <param name="Probability">0 to 1: the geometric mean over the word's tokens.</param>
public sealed record Word(TimeSpan Start, TimeSpan End, string Text, double Probability);

public static class SpokenWords
{
    public static string Of(IEnumerable<Segment> segments) =>
        WordBreaks.Join(segments.Where(segment => segment.Kind == SegmentKind.Speech).Select(segment => segment.Text));
}

/// <summary>Words the origin of a transcript, in every format with room for a sentence.</summary>
public static class Provenance
{
    public static string Sentence(Transcript transcript)
    {
        var (engine, model) = transcript.Transcriber;
        var machine =
            $"Transcribed by machine ({PlainText.OneLine(engine)}, model {PlainText.OneLine(model)}) on {Date(transcript.Created)}";
        return transcript.Edited is { } edited ? $"{machine}, corrected by a person on {Date(edited)}." : $"{machine}.";
    }

    /// <summary>The sentence, and for people who read the text a warning if nobody has corrected it.</summary>
    public static string Notice(Transcript transcript) =>
        transcript.Edited is null ? $"{Sentence(transcript)} It may contain errors." : Sentence(transcript);

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
