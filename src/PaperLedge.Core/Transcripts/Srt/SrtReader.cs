using PaperLedge.Core.Captions;
using PaperLedge.Core.Cues;

namespace PaperLedge.Core.Transcripts.Srt;

/// <remarks>
/// Accepts cues with or without numbers, a comma or a dot in the times, several lines in a cue, blank lines in a cue, no blank
/// line after it, any order, and a byte order mark. Drops markup such as <c>&lt;i&gt;</c>.
/// </remarks>
public static class SrtReader
{
    /// <param name="narrator">Taken for a speaker wherever <c>Name: </c> precedes a text; other names need to do so twice.</param>
    /// <returns>Cues in order of time, which may overlap; one cue for each speaker in a cue. None is empty.</returns>
    /// <exception cref="CaptionException">There is no cue at all, or many have no usable timing.</exception>
    internal static IReadOnlyList<Cue> Read(string text, LineWarnings warnings, string? narrator = null)
    {
        var lines = CueBlocks.Lines(text);
        var blocks = CueBlocks.Read(lines, keepStrayText: true, warnings);
        if (blocks.Count == 0 && !Array.TrueForAll(lines, string.IsNullOrWhiteSpace))
        {
            throw CueBlocks.NoCue(lines);
        }

        var cues = blocks.Select(block => new Cue(block.Timing.Start, block.Timing.End, SrtText.Plain(block.Lines)))
            .Where(cue => cue.Text.Length > 0)
            .OrderBy(cue => cue.Start)
            .ToList();
        var speakers = new SpeakerLabels(cues.Select(cue => cue.Text), narrator);
        return [.. RollUp.Remove(cues).SelectMany(speakers.Split).OrderBy(cue => cue.Start)];
    }
}
