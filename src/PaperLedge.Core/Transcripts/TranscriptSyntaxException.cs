namespace PaperLedge.Core.Transcripts;

/// <summary>A caption file that cannot be read. The message says where, what was found and what was expected.</summary>
public sealed class TranscriptSyntaxException(string message) : Exception(message);
