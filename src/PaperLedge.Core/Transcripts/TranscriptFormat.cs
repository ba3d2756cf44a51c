using System.Text;
using PaperLedge.Core.Transcripts.Html;
using PaperLedge.Core.Transcripts.Json;
using PaperLedge.Core.Transcripts.Srt;
using PaperLedge.Core.Transcripts.Text;
using PaperLedge.Core.Transcripts.Vtt;

namespace PaperLedge.Core.Transcripts;

/// <summary>A file format of transcripts. Media types are those of the Podcasting 2.0 namespace's transcript tag.</summary>
public sealed record TranscriptFormat
{
    public static readonly TranscriptFormat Vtt = new("vtt", "text/vtt");
    public static readonly TranscriptFormat Srt = new("srt", "application/x-subrip");
    public static readonly TranscriptFormat Json = new("json", "application/json");
    public static readonly TranscriptFormat Html = new("html", "text/html");
    public static readonly TranscriptFormat Text = new("txt", "text/plain");

    private TranscriptFormat(string extension, string mediaType) => (Extension, MediaType) = (extension, mediaType);

    public static IReadOnlyList<TranscriptFormat> All { get; } = [Vtt, Srt, Json, Html, Text];

    public string Extension { get; }

    /// <summary>Without a charset; every format is written as UTF-8.</summary>
    public string MediaType { get; }

    public static TranscriptFormat? FromExtension(string extension) => All.FirstOrDefault(format => format.Extension == extension);
}

/// <summary>Writes a transcript in any of its formats. The same transcript gives the same bytes.</summary>
public static class TranscriptRenderer
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <returns>UTF-8 without a byte order mark, lines ended by line feeds.</returns>
    public static byte[] Render(Transcript transcript, TranscriptFormat format)
    {
        if (format == TranscriptFormat.Json)
        {
            return JsonTranscriptWriter.Write(transcript);
        }

        return s_utf8.GetBytes(
            format == TranscriptFormat.Vtt ? VttWriter.Write(transcript)
            : format == TranscriptFormat.Srt ? SrtWriter.Write(transcript)
            : format == TranscriptFormat.Html ? HtmlTranscriptWriter.Write(transcript)
            : format == TranscriptFormat.Text ? TextTranscriptWriter.Write(transcript)
            : throw new ArgumentOutOfRangeException(nameof(format), format, "There is no writer for this format."));
    }
}
