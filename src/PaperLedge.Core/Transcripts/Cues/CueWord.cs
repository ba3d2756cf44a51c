namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>The smallest part of a text that no cue breaks.</summary>
/// <param name="Text">Never longer than a line.</param>
/// <param name="Spaced">Whether a space parts it from the one before; false for the rest of a word that was longer than a line.</param>
internal readonly record struct CueWord(string Text, bool Spaced, TimeSpan Start, TimeSpan End);
