namespace PaperLedge.Core.Transcripts;

/// <summary>A form in which a transcript is served. Types: the Podcasting 2.0 namespace's transcript tag.</summary>
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
