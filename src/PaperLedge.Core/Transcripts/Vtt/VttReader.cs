using PaperLedge.Core.Transcripts.Cues;

namespace PaperLedge.Core.Transcripts.Vtt;

/// <summary>
/// Reads WebVTT as producers' tools write it: with or without cue ids, NOTE, STYLE and REGION blocks, cue settings,
/// hours, a byte order mark, a blank line after the last cue. Tags are dropped but for the first speaker's name.
/// </summary>
public static class VttReader
{
    /// <exception cref="TranscriptSyntaxException">The text is no WebVTT, or has a cue without a usable timing.</exception>
    public static IReadOnlyList<Cue> Read(string text)
    {
        var lines = CueBlocks.Lines(text);
        if (lines[0] != "WEBVTT" && !lines[0].StartsWith("WEBVTT ", StringComparison.Ordinal) && !lines[0].StartsWith("WEBVTT\t", StringComparison.Ordinal))
        {
            throw new TranscriptSyntaxException("Line 1: a WebVTT file begins with 'WEBVTT'. Add that line, or name the file .srt if it is SRT.");
        }

        return [.. CueBlocks.Read(lines).Select(cue => cue with { Text = VttText.Unescape(cue.Text), Speaker = VttText.Speaker(cue.Text) })];
    }
}
