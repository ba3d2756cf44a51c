namespace PaperLedge.Core.Transcripts;

/// <param name="Language">
/// The language that is spoken throughout, as a BCP 47 tag; a model that does not know it refuses. Null to let a multilingual model detect
/// it; English-only models know <c>en</c>.
/// </param>
/// <param name="Prompt">
/// Names and terms that may be spoken, likeliest first, which the model is shown as if they had been said before. What passes
/// the model's budget is left out from the end. Empty for none.
/// </param>
public sealed record TranscriptionOptions(string? Language = null, IReadOnlyList<string>? Prompt = null)
{
    /// <summary>
    /// The language that is expected, as a BCP 47 tag, where <see cref="Language"/> is null: stretches that are surely in another one are
    /// written in that. Ignored if the model does not know it. Null if nothing is expected.
    /// </summary>
    public string? LikelyLanguage { get; init; }

    /// <summary>Whether the text is to be English whatever the language spoken; multilingual models only.</summary>
    public bool Translate { get; init; }

    /// <summary>
    /// What an earlier run on the same audio with the same model said before it was cut off, from the beginning and in order. The stretches
    /// that it got through are not recognised again; the outcome is that of a run without a break.
    /// </summary>
    public IReadOnlyList<Segment> Earlier { get; init; } = [];
}
