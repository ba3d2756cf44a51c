namespace PaperLedge.Whisper.Decoding;

/// <summary>How a window's text is looked for.</summary>
/// <param name="BeamSize">Texts that are followed side by side at temperature 0; 1 takes the likeliest token each time.</param>
/// <param name="BestOf">Texts that are drawn side by side above temperature 0.</param>
/// <param name="Patience">Beam search ends when this many times <paramref name="BeamSize"/> texts have ended.</param>
/// <param name="LengthPenalty">Exponent of the length by which a beam's log-probability is divided; null for its plain mean.</param>
internal sealed record SearchOptions(int BeamSize = 1, int BestOf = 5, double Patience = 1, double? LengthPenalty = null);
