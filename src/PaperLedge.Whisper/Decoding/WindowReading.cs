namespace PaperLedge.Whisper.Decoding;

/// <summary>A window's tokens read as segments.</summary>
/// <param name="Parts">Each with text.</param>
/// <param name="Resume">Where, from the window's start, recognition should go on; null if the window is done.</param>
internal sealed record WindowReading(IReadOnlyList<WindowPart> Parts, TimeSpan? Resume);
