namespace PaperLedge.Core.Transcripts;

/// <summary>A word of a segment, with the punctuation that is written to it.</summary>
/// <param name="Start">From the start of the episode's audio.</param>
/// <param name="End">From the start of the episode's audio; never before <paramref name="Start"/>.</param>
/// <param name="Text">
/// Without space around it; never empty. The texts of a segment's words, in order, give its text, which may have a space between two of
/// them, as the language is written: see <see cref="TimedWords.Places"/>.
/// </param>
/// <param name="Probability">0 to 1: the geometric mean over the word's tokens.</param>
public sealed record Word(TimeSpan Start, TimeSpan End, string Text, double Probability);
