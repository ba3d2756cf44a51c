using System.Text.RegularExpressions;
using Ganss.Xss;
using Markdig;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Pages;

/// <summary>Converts show notes, which are untrusted Markdown, to safe HTML and to plain text.</summary>
/// <remarks>
/// HTML in the notes is cleaned first, and what is made from it all is sanitised, so that a mistake in either step still lets no
/// script through.
/// </remarks>
public static partial class ShowNotes
{
    // The titles of the page and of its parts are above the notes' own headings.
    private const int HeadingsBelow = 2;

    private const int DeepestHeading = 6;

    private static readonly MarkdownPipeline s_pipeline = CreatePipeline();

    private static readonly HtmlSanitizer s_sanitizer = CreateSanitizer();

    /// <returns>A fragment of block elements; links are absolute and lead to the web or to an e-mail address.</returns>
    public static string ToHtml(string markdown)
    {
        using var html = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(html);
        s_pipeline.Setup(renderer);
        renderer.Render(Parse(markdown).Document);
        return EmptyEnd().Replace(s_sanitizer.Sanitize(html.ToString()), match => match.Groups["whole"].Success ? "" : "</p>").Trim();
    }

    public static string ToText(string markdown) => ToText(Parse(markdown).Document);

    /// <returns>A warning for the producer if the notes have HTML that is left out; null otherwise.</returns>
    public static string? FindDropped(string markdown) => Parse(markdown).Dropped is { Count: > 0 } names
        ? $"The show notes have HTML that is left out: {string.Join(", ", names)}. "
            + "Write the notes in Markdown, or with simple elements such as <p>, <a>, <b>, <i>, <ul> and <li>."
        : null;

    /// <returns>The first paragraph as plain text, without headings and lists; empty if there is none.</returns>
    public static string FirstParagraph(string markdown) =>
        Parse(markdown).Document.OfType<ParagraphBlock>().FirstOrDefault() is { } paragraph ? ToText(paragraph) : "";

    private static string ToText(MarkdownObject part)
    {
        NotesMarkup.Strip(part);
        using var text = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(text) { EnableHtmlForBlock = false, EnableHtmlForInline = false, EnableHtmlEscape = false };
        s_pipeline.Setup(renderer);
        renderer.Render(part);
        return PlainText.Lines(text.ToString());
    }

    private static (MarkdownDocument Document, IReadOnlyList<string> Dropped) Parse(string markdown)
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
            return ([new ParagraphBlock { Inline = new ContainerInline().AppendChild(new LiteralInline(clean)) }], []);
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

        return (document, NotesMarkup.Clean(document));
    }

    // A line of the notes is a line of the page, since producers write lists of times so. Blocks of HTML would hide the Markdown in them.
    private static MarkdownPipeline CreatePipeline()
    {
        var builder = new MarkdownPipelineBuilder().UseAutoLinks().UseSoftlineBreakAsHardlineBreak();
        builder.BlockParsers.TryRemove<HtmlBlockParser>();
        return builder.Build();
    }

    private static HtmlSanitizer CreateSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(NotesMarkup.Kept, StringComparer.OrdinalIgnoreCase),
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

    // Elements of the notes' own HTML close Markdown's paragraphs.
    [GeneratedRegex(@"(?<whole><p>\s*</p>)|(?:<br>\s*)+</p>")]
    private static partial Regex EmptyEnd();

    private static HashSet<string> Set(params string[] values) => new(values, StringComparer.OrdinalIgnoreCase);
}
