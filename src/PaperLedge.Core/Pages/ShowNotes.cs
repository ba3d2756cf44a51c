using Ganss.Xss;
using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Pages;

/// <summary>Converts show notes, which are untrusted Markdown, to safe HTML and to plain text.</summary>
/// <remarks>
/// Markup in the notes is shown as text, and the HTML made from Markdown is sanitised, so that a mistake in either step still
/// lets no script through.
/// </remarks>
public static class ShowNotes
{
    // The titles of the page and of its parts are above the notes' own headings.
    private const int HeadingsBelow = 2;

    private const int DeepestHeading = 6;

    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().DisableHtml().UseAutoLinks().Build();

    private static readonly HtmlSanitizer s_sanitizer = CreateSanitizer();

    /// <returns>A fragment of block elements; links are absolute and lead to the web or to an e-mail address.</returns>
    public static string ToHtml(string markdown)
    {
        using var html = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(html);
        s_pipeline.Setup(renderer);
        renderer.Render(Parse(markdown));
        return s_sanitizer.Sanitize(html.ToString()).Trim();
    }

    public static string ToText(string markdown) => ToText(Parse(markdown));

    /// <returns>The first paragraph as plain text, without headings and lists; empty if there is none.</returns>
    public static string FirstParagraph(string markdown) =>
        Parse(markdown).OfType<ParagraphBlock>().FirstOrDefault() is { } paragraph ? ToText(paragraph) : "";

    private static string ToText(MarkdownObject part)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(text) { EnableHtmlForBlock = false, EnableHtmlForInline = false, EnableHtmlEscape = false };
        s_pipeline.Setup(renderer);
        renderer.Render(part);
        return PlainText.Lines(text.ToString());
    }

    private static MarkdownDocument Parse(string markdown)
    {
        var clean = PlainText.Lines(markdown);
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(clean, s_pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig throws on notes nested too deep for it; such notes are not intended, so they are shown as plain text.
            return [new ParagraphBlock { Inline = new ContainerInline().AppendChild(new LiteralInline(clean)) }];
        }

        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            heading.Level = Math.Min(heading.Level + HeadingsBelow, DeepestHeading);
        }

        // Loading an image would reveal the reader to its server; a link leaves the choice to the reader.
        foreach (var image in document.Descendants<LinkInline>().Where(link => link.IsImage))
        {
            image.IsImage = false;
        }

        return document;
    }

    private static HtmlSanitizer CreateSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = Set("p", "br", "hr", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4", "h5", "h6"),
            AllowedAttributes = Set("href", "start"),
            AllowedSchemes = Set(Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeMailto),
            UriAttributes = Set("href"),
            AllowedCssProperties = Set(),
            AllowedAtRules = new HashSet<AngleSharp.Css.Dom.CssRuleType>(),
        });
        // Relative links would lead elsewhere in every app that shows the notes.
        sanitizer.FilterUrl += (_, link) => link.SanitizedUrl = Uri.TryCreate(link.OriginalUrl, UriKind.Absolute, out var url)
            && (WebAddress.IsWeb(url) || url.Scheme == Uri.UriSchemeMailto) ? link.SanitizedUrl : null;
        return sanitizer;
    }

    private static HashSet<string> Set(params string[] values) => new(values, StringComparer.OrdinalIgnoreCase);
}
