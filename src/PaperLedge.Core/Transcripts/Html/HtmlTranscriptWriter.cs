using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Transcripts.Html;

/// <summary>Writes the HTML transcript, a self-contained document, since apps fetch and keep it.</summary>
/// <remarks>
/// It has <c>cite</c> where the speaker changes, <c>time</c> and <c>p</c> for each paragraph, as the Podcasting 2.0 namespace
/// asks, and loads nothing.
/// </remarks>
public static class HtmlTranscriptWriter
{
    private const string Style = """

        :root { color-scheme: light dark; }
        body { max-width: 38rem; margin: 0 auto; padding: 1.5rem; font: 1.125rem/1.65 Georgia, "Times New Roman", serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.6rem; line-height: 1.25; }
        time, cite, footer { font: 0.875rem/1.5 system-ui, sans-serif; }
        time, cite { display: block; }
        time { font-variant-numeric: tabular-nums; }
        p { margin: 0 0 1.25em; }

        """;

    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The <c>style-src</c> of a Content-Security-Policy that allows this document's one style sheet.</summary>
    public static string StyleSource { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    public static string Write(Transcript transcript)
    {
        var language = LanguageTag.OrUndetermined(transcript.Language);
        var title = Encode(PlainText.OneLine(transcript.Title));
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="{language}" dir="{LanguageTag.Direction(language)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{title}</h1>

            """);

        var speaker = "";
        foreach (var paragraph in Paragraph.Of(Timeline.Of(transcript)))
        {
            if (paragraph.Speaker is { } name && name != speaker)
            {
                html.Append(CultureInfo.InvariantCulture, $"<cite>{Encode(name.Length > 0 ? $"{name}:" : Segment.UnnamedMark)}</cite>\n");
                speaker = name;
            }

            var time = $"""<time datetime="{ClockTime.Duration(paragraph.Start)}">{ClockTime.Short(paragraph.Start)}</time>""";
            html.Append(CultureInfo.InvariantCulture, $"{time}\n<p{Language(paragraph)}>{Encode(paragraph.Text)}</p>\n");
        }

        return html.Append(CultureInfo.InvariantCulture, $"""
            </main>
            <footer lang="en" dir="ltr">
            <p>{Encode(Provenance.Notice(transcript))}</p>
            </footer>
            </body>
            </html>

            """).ToString();
    }

    private static string Language(Paragraph paragraph) => paragraph.Language is { } tag
        ? $"""
             lang="{LanguageTag.OrUndetermined(tag)}" dir="{LanguageTag.Direction(tag)}"
            """
        : "";

    private static string Encode(string text) => s_encoder.Encode(text);
}
