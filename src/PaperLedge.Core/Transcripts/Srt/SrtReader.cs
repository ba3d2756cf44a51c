using PaperLedge.Core.Transcripts.Cues;

namespace PaperLedge.Core.Transcripts.Srt;

/// <summary>
/// Reads SubRip as producers' tools write it: with or without numbers, with a comma or a dot in the times,
/// several lines a cue, a byte order mark, no blank line after the last cue. Text is taken as it stands.
/// </summary>
public static class SrtReader
{
    /// <exception cref="TranscriptSyntaxException">There is no cue at all, or one without a usable timing.</exception>
    public static IReadOnlyList<Cue> Read(string text)
    {
        var cues = CueBlocks.Read(CueBlocks.Lines(text)).ToList();
        return cues.Count > 0 || string.IsNullOrWhiteSpace(text.TrimStart('\uFEFF'))
            ? cues
            : throw new TranscriptSyntaxException("No cue was found. A cue has a line such as 00:01:02,000 --> 00:01:04,500 and text below it.");
    }
}
