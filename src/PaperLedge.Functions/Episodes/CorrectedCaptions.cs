using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Functions.Episodes;

/// <summary>What the caption files in the inbox come to.</summary>
/// <param name="Version">Of all of them; null if there is none.</param>
/// <param name="Correction">What is to be published; null for the machine's transcript.</param>
/// <param name="NewSegments">The correction's, if its rows may not be written yet; else empty.</param>
/// <param name="Warnings">What is wrong, where, and what to do.</param>
internal sealed record CorrectedCaptions(
    string? Version, Correction? Correction, IReadOnlyList<Segment> NewSegments, IReadOnlyList<string> Warnings)
{
    public static readonly CorrectedCaptions None = new(null, null, [], []);
}
