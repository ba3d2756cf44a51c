namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>The words of a <see cref="CueText"/> that stand in one cue.</summary>
/// <param name="To">The first word that does not.</param>
/// <param name="Start">When the cue starts, in milliseconds.</param>
internal readonly record struct CueSpan(int From, int To, long Start);
