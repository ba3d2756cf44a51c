namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>A cue as it stands in a file.</summary>
/// <param name="Line">Of its timing, from 1.</param>
/// <param name="Lines">Of its text, none blank, with the format's tags and escapes.</param>
internal sealed record CueBlock(int Line, CueTiming Timing, List<string> Lines);
