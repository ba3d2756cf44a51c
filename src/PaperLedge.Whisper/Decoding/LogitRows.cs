namespace PaperLedge.Whisper.Decoding;

/// <summary>Rows of logits, each of the whole vocabulary.</summary>
/// <param name="logits">Rows one after the other.</param>
/// <param name="first">The row that counts as row 0.</param>
internal readonly struct LogitRows(float[] logits, int vocabulary, int first)
{
    public Span<float> this[int row] => logits.AsSpan((first + row) * vocabulary, vocabulary);
}
