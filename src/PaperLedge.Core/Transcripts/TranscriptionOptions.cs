namespace PaperLedge.Core.Transcripts;

/// <param name="Language">ISO 639-1 code, or null to let a multilingual model detect it; English-only models speak <c>en</c>.</param>
public sealed record TranscriptionOptions(string? Language = null);
