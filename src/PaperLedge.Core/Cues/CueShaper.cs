using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Cues;

/// <summary>Lays out segments as cues; no other code decides how captions look.</summary>
public static class CueShaper
{
    /// <param name="segments">In any state; see <see cref="Timeline"/>.</param>
    /// <param name="shape">Limits the length of lines and the lines of a cue.</param>
    /// <param name="language">A BCP 47 tag; decides which words stay with the next word. English by default.</param>
    /// <param name="duration">Of the audio; no cue ends later. Null if unknown. See <see cref="Timeline"/> for exceptions.</param>
    /// <returns>Cues in order without overlap, each ending after its start; together they hold all text.</returns>
    public static IReadOnlyList<Cue> Shape(
        IReadOnlyList<Segment> segments, CueShape shape, string language = "en", TimeSpan? duration = null)
    {
        var timeline = Timeline.Of(segments, duration);
        var (text, end) = (new CueText(timeline, shape, language), End(timeline, duration));
        return CueClock.Set(text, CueCutter.Cut(text, end), end);
    }

    // Returns the end of the audio in whole milliseconds or, if unknown, a time after everything.
    internal static long End(IReadOnlyList<Segment> timeline, TimeSpan? duration) =>
        duration is { } audio && (timeline.Count == 0 || timeline[^1].End <= audio) ? CueText.Milliseconds(audio) : long.MaxValue / 4;
}

/// <param name="LineLength">In columns: UTF-16 units, of which a full-width character takes a sixteenth of a line.</param>
/// <param name="NamesInText">
/// True for formats without a mark for speakers, so that <c>Name: </c> is written into the text where the speaker changes.
/// </param>
public sealed record CueShape(int LineLength, int Lines, bool NamesInText = false)
{
    /// <summary>The size on which captioning guides agree.</summary>
    public static readonly CueShape Vtt = new(42, 2);

    /// <summary>The limit that the Podcasting 2.0 namespace sets for SRT.</summary>
    public static readonly CueShape Srt = new(32, 2, NamesInText: true);

    // Returns a speaker's name for the text, shortened to leave room for speech.
    internal string Label(string name)
    {
        var label = PlainText.Shorten(name, LineLength - 1) + ":";
        while (CueWidth.Columns(label, this) > LineLength)
        {
            label = PlainText.Shorten(name, label.Length - 2) + ":";
        }

        return label;
    }
}

/// <param name="Text">One or more lines, separated by line feeds; plain, without the format's escapes.</param>
/// <param name="Speaker">
/// The speaker who begins with this cue. Null if the speaker is unknown or does not change, or if the name is in the text.
/// </param>
public sealed record Cue(TimeSpan Start, TimeSpan End, string Text, string? Speaker = null)
{
    /// <summary>A BCP 47 tag; null if unknown or the same as the transcript's.</summary>
    public string? Language { get; init; }
}
