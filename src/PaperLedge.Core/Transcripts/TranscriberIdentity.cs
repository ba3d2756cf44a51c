namespace PaperLedge.Core.Transcripts;

/// <summary>What produced a transcript; a part of an episode's revision and of the transcript's provenance.</summary>
/// <param name="Engine">The engine's name, such as <c>onnx</c>.</param>
/// <param name="Model">The model, such as <c>base-q5_1</c>, or a file's name.</param>
public sealed record TranscriberIdentity(string Engine, string Model);
