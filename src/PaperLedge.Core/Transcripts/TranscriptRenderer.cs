using System.Text;
using PaperLedge.Core.Transcripts.Html;
using PaperLedge.Core.Transcripts.Json;
using PaperLedge.Core.Transcripts.Srt;
using PaperLedge.Core.Transcripts.Text;
using PaperLedge.Core.Transcripts.Vtt;

namespace PaperLedge.Core.Transcripts;

/// <summary>Writes a transcript in any of its formats. The same transcript gives the same bytes.</summary>
public static class TranscriptRenderer
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <returns>UTF-8 without a byte order mark, lines ended by line feeds.</returns>
    public static byte[] Render(Transcript transcript, TranscriptFormat format)
    {
        if (format == TranscriptFormat.Json)
        {
            return JsonTranscriptWriter.Write(transcript);
        }

        return Utf8.GetBytes(
            format == TranscriptFormat.Vtt ? VttWriter.Write(transcript)
            : format == TranscriptFormat.Srt ? SrtWriter.Write(transcript)
            : format == TranscriptFormat.Html ? HtmlTranscriptWriter.Write(transcript)
            : format == TranscriptFormat.Text ? TextTranscriptWriter.Write(transcript)
            : throw new ArgumentOutOfRangeException(nameof(format), format, "No writer is known for this format."));
    }
}
