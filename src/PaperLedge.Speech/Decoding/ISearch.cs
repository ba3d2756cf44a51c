using PaperLedge.Speech.Engine.Attention;

namespace PaperLedge.Speech.Decoding;

/// <summary>One decoding attempt at a window: supplies the tokens to feed and chooses the next ones from the logits.</summary>
internal interface ISearch
{
    bool IsDone { get; }

    /// <summary>The best text so far; final once the search is done.</summary>
    DecodedWindow Best { get; }

    void Feed(List<StepToken> step);

    /// <param name="logits">One row for each token fed with <see cref="StepToken.WantsLogits"/>; may be changed.</param>
    void Accept(LogitRows logits);
}

/// <param name="BeamSize">Texts followed side by side at temperature 0; 1 takes the likeliest token each time.</param>
/// <param name="BestOf">Texts sampled side by side above temperature 0.</param>
/// <param name="Patience">Beam search ends when this many times <paramref name="BeamSize"/> texts have ended.</param>
/// <param name="LengthPenalty">Exponent of the length that a beam's log-probability is divided by; null for its plain mean.</param>
internal sealed record SearchOptions(int BeamSize = 1, int BestOf = 5, double Patience = 1, double? LengthPenalty = null);

/// <param name="Text">The text that it continues.</param>
/// <param name="WantsLogits">True if the logits after the token will be read.</param>
internal readonly record struct StepToken(TextCache Text, int Token, bool WantsLogits);

/// <summary>Rows of logits, each over the whole vocabulary.</summary>
/// <param name="logits">Rows one after the other.</param>
/// <param name="first">Row of <paramref name="logits"/> that has index 0 here.</param>
internal readonly struct LogitRows(float[] logits, int vocabulary, int first)
{
    public Span<float> this[int row] => logits.AsSpan((first + row) * vocabulary, vocabulary);
}
