namespace PaperLedge.Core.Transcripts;

/// <param name="Position">Audio that is recognised so far, from its start.</param>
/// <param name="Words">Words in all segments so far.</param>
/// <param name="Language">The language in use, once it is known.</param>
public sealed record TranscriptionProgress(TimeSpan Position, int Words, string? Language);
