using System.Text;
using PaperLedge.Core.Cues;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts.Vtt;

/// <summary>Writes WebVTT (https://www.w3.org/TR/webvtt1/), the captions that browsers and most apps read.</summary>
/// <remarks>
/// A cue in another language than the transcript's is marked with it: browsers choose glyphs and voices by that, corrected
/// captions keep it, and readers that do not know the tag drop it.
/// </remarks>
public static class VttWriter
{
    public static string Write(Transcript transcript)
    {
        var vtt = new StringBuilder("WEBVTT\n\n");
        vtt.Append("NOTE\n")
            .Append(Note(PlainText.OneLine(transcript.Title)))
            .Append(Note(Provenance.Sentence(transcript)))
            .Append('\n');

        foreach (var cue in CueShaper.Shape(Timeline.Of(transcript), CueShape.Vtt, transcript.Language, transcript.Duration))
        {
            vtt.Append(ClockTime.Cue(cue.Start, '.')).Append(" --> ").Append(ClockTime.Cue(cue.End, '.')).Append('\n');
            if (cue.Speaker is { } speaker)
            {
                vtt.Append("<v ").Append(VttText.Escape(speaker)).Append('>');
            }

            if (cue.Language is { } language)
            {
                vtt.Append("<lang ").Append(LanguageTag.OrUndetermined(language)).Append('>');
            }

            vtt.Append(VttText.Escape(cue.Text)).Append(cue.Language is null ? "" : "</lang>").Append("\n\n");
        }

        return vtt.ToString();
    }

    // A comment ends at a blank line and must not contain an arrow.
    private static string Note(string line) => line.Length == 0 ? "" : line.Replace("-->", "→", StringComparison.Ordinal) + "\n";
}
