namespace PaperLedge.Whisper.Decoding;

/// <summary>Some of a step's rows of logits.</summary>
/// <param name="step">Overwrites them when it runs again.</param>
internal readonly struct LogitRows(DecoderStep step, int first)
{
    public Span<float> this[int row] => step.Logits(first + row);
}
