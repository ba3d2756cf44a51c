namespace PaperLedge.Whisper.Decoding;

/// <summary>Text between two timestamps of a window.</summary>
/// <param name="Start">From the window's start.</param>
/// <param name="End">From the window's start.</param>
/// <param name="Places">Of each token, among all of the window.</param>
internal sealed record WindowPart(TimeSpan Start, TimeSpan End, IReadOnlyList<int> Tokens, IReadOnlyList<int> Places);
