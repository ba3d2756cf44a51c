using PaperLedge.Whisper.Attention;

namespace PaperLedge.Whisper.Decoding;

/// <summary>A token to be fed to the decoder.</summary>
/// <param name="Text">The text that it continues.</param>
/// <param name="WantsLogits">Whether what may follow it will be read.</param>
internal readonly record struct StepToken(TextCache Text, int Token, bool WantsLogits);
