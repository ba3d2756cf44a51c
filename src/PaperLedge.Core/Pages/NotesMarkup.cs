using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PaperLedge.Core.Pages;

/// <summary>HTML in show notes: some elements are kept, others are dropped, and what is no element at all is text.</summary>
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
        "colgroup", "col", "dl", "dt", "dd", "h1", "h2", "u", "s", "strike", "del", "ins", "small", "big", "tt", "kbd", "samp",
        "var", "mark", "q", "cite", "abbr", "acronym", "dfn", "time", "data", "ruby", "rt", "rp", "bdi", "bdo", "wbr", "marquee", "blink");

    private static readonly FrozenSet<string> s_blocks = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "p", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "article",
        "table", "tr", "dl", "dt", "dd", "figure", "figcaption", "address");

    private static readonly FrozenSet<string> s_breaks = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "br", "hr");

    /// <summary>Takes dropped elements out of the document; makes text of what is no element.</summary>
    /// <returns>The dropped elements, such as <c>&lt;img&gt;</c>, each once.</returns>
    public static IReadOnlyList<string> Clean(MarkdownDocument document)
    {
        var dropped = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var tag in document.Descendants<HtmlInline>().ToList())
        {
            var name = NameOf(tag);
            if (Kept.Contains(name))
            {
                continue;
            }

            if (name.Length > 0 && !s_dropped.Contains(name))
            {
                tag.ReplaceBy(new LiteralInline(tag.Tag));
                continue;
            }

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
