using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PaperLedge.Core.Pages;

/// <summary>HTML in show notes: some elements are kept, others are dropped, and other words in angle brackets are text.</summary>
/// <remarks>Papers have names in angle brackets, such as the token &lt;think&gt;, which readers must see.</remarks>
internal static partial class NotesMarkup
{
    public static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "p", "br", "hr", "strong", "b", "em", "i", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4", "h5", "h6",
        "sub", "sup");

    // The other elements of HTML, present and past, that people's tools write into notes.
    private static readonly FrozenSet<string> s_dropped = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "html", "head", "body", "title", "meta", "link", "base", "script", "style", "noscript", "template", "slot",
        "iframe", "frame", "frameset", "object", "embed", "param", "applet", "img", "picture", "source", "svg", "math", "canvas",
        "video", "audio", "track", "map", "area", "form", "input", "button", "select", "option", "textarea", "label", "fieldset",
        "legend", "dialog", "details", "summary", "div", "span", "font", "center", "section", "article", "header", "footer", "nav",
        "main", "aside", "figure", "figcaption", "address", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption",
        "colgroup", "col", "output", "progress", "meter", "menu", "nobr", "optgroup", "datalist", "hgroup", "search", "dl", "dt", "dd",
        "h1", "h2", "u", "s", "strike", "del", "ins", "small", "big", "tt", "kbd", "samp",
        "var", "mark", "q", "cite", "abbr", "acronym", "dfn", "time", "data", "ruby", "rt", "rp", "bdi", "bdo", "wbr", "marquee", "blink");

    private static readonly FrozenSet<string> s_blocks = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "p", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "article",
        "table", "tr", "dl", "dt", "dd", "figure", "figcaption", "address");

    private static readonly FrozenSet<string> s_unread = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "script", "style", "title", "template", "iframe", "object", "svg", "math", "canvas", "select");

    private static readonly FrozenSet<string> s_breaks = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "br", "hr");

    /// <summary>Takes dropped elements out of the document; makes text of other words in angle brackets.</summary>
    /// <returns>The dropped elements, such as <c>&lt;img&gt;</c>, each once.</returns>
    public static IReadOnlyList<string> Clean(MarkdownDocument document)
    {
        JoinLines(document);
        var dropped = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var tag in document.Descendants<HtmlInline>().ToList())
        {
            var name = NameOf(tag);
            if (tag.Parent is null)
            {
                // It was within an element that is left out.
                continue;
            }

            if (Kept.Contains(name))
            {
                continue;
            }

            if (name.Length > 0 && !s_dropped.Contains(name))
            {
                tag.ReplaceBy(new LiteralInline(tag.Tag));
                continue;
            }

            RemoveContent(tag, name);
            dropped.Add(name.Length > 0 ? $"<{name.ToLowerInvariant()}>" : "<!-- -->");
            tag.ReplaceBy(Rest(tag, name));
        }

        return [.. dropped];
    }

    /// <summary>Takes all elements out of a document that is to be plain text; where a block begins or ends, a line ends.</summary>
    public static void Strip(MarkdownObject part)
    {
        foreach (var tag in part.Descendants<HtmlInline>().ToList())
        {
            tag.ReplaceBy(Rest(tag, NameOf(tag)));
        }
    }

    // A line that ends beside a block's tag, or within <pre>, does not end a line of the text.
    private static void JoinLines(MarkdownDocument document)
    {
        var isPreformatted = false;
        foreach (var part in document.Descendants<Inline>().ToList())
        {
            if (part is HtmlInline tag && NameOf(tag).Equals("pre", StringComparison.OrdinalIgnoreCase))
            {
                isPreformatted = tag.Tag[1] != '/';
            }
            else if (part is LineBreakInline line && (isPreformatted || IsBlock(line.PreviousSibling) || IsBlock(line.NextSibling)))
            {
                line.ReplaceBy(new LiteralInline("\n"));
            }
        }

        static bool IsBlock(Inline? part) => part is HtmlInline tag && s_blocks.Contains(NameOf(tag));
    }

    // What is between the tags of a script or the like is not for readers.
    private static void RemoveContent(HtmlInline start, string name)
    {
        if (!s_unread.Contains(name) || start.Tag[1] == '/')
        {
            return;
        }

        var within = new List<Inline>();
        for (var part = start.NextSibling; part is not null; part = part.NextSibling)
        {
            if (part is HtmlInline end && end.Tag[1] == '/' && NameOf(end).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                within.ForEach(each => each.Remove());
                return;
            }

            within.Add(part);
        }
    }

    // What stays of an element: its end may end a line.
    private static LeafInline Rest(HtmlInline tag, string name) =>
        s_blocks.Contains(name) && (tag.Tag[1] == '/' || s_breaks.Contains(name))
            ? new LineBreakInline { IsHard = true }
            : new LiteralInline("");

    // Empty for a comment and the like.
    private static string NameOf(HtmlInline tag) => Name().Match(tag.Tag).Groups["name"].Value;

    [GeneratedRegex(@"\A</?(?<name>[A-Za-z][A-Za-z0-9-]*)")]
    private static partial Regex Name();
}
