namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>The smallest part of a text that no cue breaks.</summary>
/// <param name="Text">Never longer than a line.</param>
/// <param name="Spaced">Whether a space parts it from the one before; false between words of Chinese and the like.</param>
internal readonly record struct CueWord(string Text, bool Spaced, TimeSpan Start, TimeSpan End)
{
    /// <summary>Whether it is the rest of a word that was longer than a line.</summary>
    public bool IsRest { get; init; }
}
