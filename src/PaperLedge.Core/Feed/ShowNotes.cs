using Ganss.Xss;
using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed;

/// <summary>
/// Show notes, which are untrusted Markdown, as safe HTML and as plain text. Markup in them is shown as text; what
/// Markdown makes is then sanitised, so that a mistake in either still lets no script through.
/// </summary>
public static class ShowNotes
{
    /// <summary>Titles of the page and of its parts stand above the notes' own headings.</summary>
    private const int HeadingsBelow = 2;

    private const int DeepestHeading = 6;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UseAutoLinks().Build();

    private static readonly HtmlSanitizer Sanitizer = CreateSanitizer();

    /// <returns>A fragment of block elements; links are absolute and lead to the web or to an e-mail address.</returns>
    public static string ToHtml(string markdown)
    {
        using var html = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(html);
        Pipeline.Setup(renderer);
        renderer.Render(Parse(markdown));
        return Sanitizer.Sanitize(html.ToString()).Trim();
    }

    public static string ToText(string markdown)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(text) { EnableHtmlForBlock = false, EnableHtmlForInline = false, EnableHtmlEscape = false };
        Pipeline.Setup(renderer);
        renderer.Render(Parse(markdown));
        return PlainText.Lines(text.ToString());
    }

    private static MarkdownDocument Parse(string markdown)
    {
        var clean = PlainText.Lines(markdown);
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(clean, Pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig's answer to notes nested deeper than it follows; nobody means such, so they are shown as they stand.
            return [new ParagraphBlock { Inline = new ContainerInline().AppendChild(new LiteralInline(clean)) }];
        }

        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            heading.Level = Math.Min(heading.Level + HeadingsBelow, DeepestHeading);
        }

        // An image would tell its server who reads; the link that it becomes lets the reader decide.
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
