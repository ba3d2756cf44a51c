namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>What stands on the screen at one time.</summary>
/// <param name="Text">One line or more, separated by line feeds; plain, without the format's escapes.</param>
/// <param name="Speaker">Who begins to speak with this cue, or null where the speaker stays the same or is unknown, or the name stands in the text.</param>
public sealed record Cue(TimeSpan Start, TimeSpan End, string Text, string? Speaker = null)
{
    /// <summary>A BCP 47 tag; null where it is the transcript's, or unknown.</summary>
    public string? Language { get; init; }
}
