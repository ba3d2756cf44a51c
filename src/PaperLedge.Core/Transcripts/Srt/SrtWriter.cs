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
        foreach (var cue in CueShaper.Shape(Timeline.Of(transcript), CueShape.Srt, transcript.Language, transcript.Duration))
        {
            srt.Append((++number).ToString(CultureInfo.InvariantCulture)).Append('\n')
                .Append(ClockTime.Cue(cue.Start, ',')).Append(" --> ").Append(ClockTime.Cue(cue.End, ',')).Append('\n')
                .Append(Escape(cue.Text)).Append("\n\n");
        }

        return srt.ToString();
    }

    /// <summary>The format has no escapes; an arrow in the text would be read as a timing.</summary>
    private static string Escape(string text) => text.Replace("-->", "→", StringComparison.Ordinal);
}
