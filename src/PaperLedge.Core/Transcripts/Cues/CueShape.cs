namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>How large a cue may be.</summary>
/// <param name="LineLength">UTF-16 units, so that no script gets more characters than that.</param>
public sealed record CueShape(int LineLength, int Lines)
{
    /// <summary>What captioning guides agree reads well.</summary>
    public static readonly CueShape Vtt = new(42, 2);

    /// <summary>The limit that the Podcasting 2.0 namespace sets for SRT.</summary>
    public static readonly CueShape Srt = new(32, 2);
}
