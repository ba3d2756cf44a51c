using System.Text;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts.Text;

public static class TextTranscriptWriter
{
    public static string Write(Transcript transcript)
    {
        var text = new StringBuilder(PlainText.OneLine(transcript.Title)).Append("\n\n");
        var speaker = "";
        foreach (var paragraph in Paragraph.Of(Timeline.Of(transcript)))
        {
            if (paragraph.Speaker is { } name && name != speaker)
            {
                text.Append(name.Length > 0 ? $"{name}:" : Segment.UnnamedMark).Append("\n\n");
                speaker = name;
            }

            text.Append('[').Append(ClockTime.Short(paragraph.Start)).Append("] ").Append(paragraph.Text).Append("\n\n");
        }

        return text.Append("—\n").Append(Provenance.Sentence(transcript)).Append('\n').ToString();
    }
}
