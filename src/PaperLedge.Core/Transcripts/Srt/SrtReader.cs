using PaperLedge.Core.Transcripts.Cues;

namespace PaperLedge.Core.Transcripts.Srt;

/// <summary>
/// Reads SubRip as producers' tools write it: with or without numbers, with a comma or a dot in the times, several lines a cue,
/// blank lines in a cue, none after it, in any order, with a byte order mark. Marks such as <c>&lt;i&gt;</c> are dropped.
/// </summary>
public static class SrtReader
{
    /// <param name="narrator">Known as a speaker wherever <c>Name: </c> stands in front of a text; other names are where they do so twice.</param>
    /// <returns>Cues in order of time, which may overlap; a cue of several speakers is several. None is empty.</returns>
    /// <exception cref="TranscriptSyntaxException">There is no cue at all, or one without a usable timing.</exception>
    public static IReadOnlyList<Cue> Read(string text, string? narrator = null)
    {
        var lines = CueBlocks.Lines(text);
        var blocks = CueBlocks.Read(lines, keepStrayText: true);
        if (blocks.Count == 0 && !Array.TrueForAll(lines, string.IsNullOrWhiteSpace))
        {
            throw CueBlocks.NoCue(lines);
        }

        var cues = blocks.Select(block => new Cue(block.Timing.Start, block.Timing.End, SrtText.Plain(block.Lines)))
            .Where(cue => cue.Text.Length > 0)
            .OrderBy(cue => cue.Start)
            .ToList();
        var speakers = new SrtSpeakers(cues.Select(cue => cue.Text), narrator);
        return [.. RollUp.Remove(cues).SelectMany(speakers.Split).OrderBy(cue => cue.Start)];
    }
}
