using System.Globalization;
using System.Text;
using PaperLedge.Core.Transcripts.Cues;

namespace PaperLedge.Core.Transcripts.Srt;

/// <summary>SubRip, as the Podcasting 2.0 namespace limits it. It has no comments, so provenance is not in it.</summary>
public static class SrtWriter
{
    public static string Write(Transcript transcript)
    {
        var srt = new StringBuilder();
        var number = 0;
        foreach (var cue in CueShaper.Shape(NameSpeaker(transcript), CueShape.Srt))
        {
            srt.Append((++number).ToString(CultureInfo.InvariantCulture)).Append('\n')
                .Append(ClockTime.Cue(cue.Start, ',')).Append(" --> ").Append(ClockTime.Cue(cue.End, ',')).Append('\n')
                .Append(Escape(cue.Text)).Append("\n\n");
        }

        return srt.ToString();
    }

    /// <summary>SRT has no mark for speakers: the name stands in the text where the speaker changes, here at the beginning.</summary>
    private static IReadOnlyList<Segment> NameSpeaker(Transcript transcript)
    {
        var segments = Timeline.Of(transcript.Segments);
        var speaker = PlainText.OneLine(transcript.Speaker);
        return speaker.Length == 0 || segments.Count == 0
            ? segments
            : [segments[0] with { Text = $"{speaker}: {segments[0].Text}" }, .. segments.Skip(1)];
    }

    /// <summary>The format has no escapes; an arrow in the text would be read as a timing.</summary>
    private static string Escape(string text) => text.Replace("-->", "→", StringComparison.Ordinal);
}
