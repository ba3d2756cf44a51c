namespace PaperLedge.Core.Transcripts.Cues;

/// <summary>How large a cue may be.</summary>
/// <param name="LineLength">UTF-16 units, so that no script gets more characters than that.</param>
/// <param name="NamesInText">Whether the format has no mark for speakers, so that <c>Name: </c> stands in the text where the speaker changes.</param>
public sealed record CueShape(int LineLength, int Lines, bool NamesInText = false)
{
    /// <summary>What captioning guides agree reads well.</summary>
    public static readonly CueShape Vtt = new(42, 2);

    /// <summary>The limit that the Podcasting 2.0 namespace sets for SRT.</summary>
    public static readonly CueShape Srt = new(32, 2, NamesInText: true);

    /// <summary>A name as it stands in the text; one that fills the card would leave no room for what is said.</summary>
    internal string Label(string name) => PlainText.Shorten(name, LineLength - 1) + ":";
}
