namespace PaperLedge.Core.Transcripts;

/// <summary>A word of a segment, with the punctuation that is written to it.</summary>
/// <param name="Start">From the start of the episode's audio.</param>
/// <param name="End">From the start of the episode's audio; never before <paramref name="Start"/>.</param>
/// <param name="Text">Without space around it; never empty. The texts of a segment's words, joined by spaces, give its text.</param>
/// <param name="Probability">0 to 1: the geometric mean over the word's tokens.</param>
public sealed record Word(TimeSpan Start, TimeSpan End, string Text, double Probability);
