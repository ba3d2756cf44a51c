using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Feed;

internal static class FeedXml
{
    public const string Podcast = "https://podcastindex.org/namespace/1.0";
    public const string ITunes = "http://www.itunes.com/dtds/podcast-1.0.dtd";
    public const string Atom = "http://www.w3.org/2005/Atom";
    public const string History = "http://purl.org/syndication/history/1.0";
    public const string Content = "http://purl.org/rss/1.0/modules/content/";

    public static void WriteNamespaces(XmlWriter xml)
    {
        xml.WriteAttributeString("xmlns", "atom", null, Atom);
        xml.WriteAttributeString("xmlns", "content", null, Content);
        xml.WriteAttributeString("xmlns", "itunes", null, ITunes);
        xml.WriteAttributeString("xmlns", "podcast", null, Podcast);
    }

    // Writes an element; attributes without a value are left out.
    public static void Write(
        XmlWriter xml, string? space, string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        xml.WriteStartElement(name, space);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                xml.WriteAttributeString(attribute, value);
            }
        }

        if (text is not null)
        {
            xml.WriteString(text);
        }

        xml.WriteEndElement();
    }

    public static void WriteIfAny(XmlWriter xml, string? space, string name, string text)
    {
        if (text.Length > 0)
        {
            Write(xml, space, name, text);
        }
    }

    // Apple defines only "Yes"; a missing element means the opposite.
    public static void WriteBlock(XmlWriter xml, bool block)
    {
        if (block)
        {
            Write(xml, ITunes, "block", "Yes");
        }
    }

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Boolean(bool value) => value ? "true" : "false";
}

/// <summary>PSP-1's limits on the text of a feed's elements.</summary>
/// <remarks>https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification</remarks>
public static partial class FeedText
{
    /// <summary>Characters of any value except descriptions and show notes.</summary>
    public const int LongestValue = 255;

    /// <summary>Bytes of UTF-8 in a description.</summary>
    public const int LongestDescription = 4000;

    /// <summary>Characters of names and titles in the Podcasting 2.0 namespace.</summary>
    public const int LongestName = 128;

    public static string Value(string? text) => PlainText.Shorten(PlainText.OneLine(text), LongestValue);

    public static string? ValueOrNull(string? text) => text is null ? null : Value(text);

    public static string Name(string? text) => PlainText.Shorten(PlainText.OneLine(text), LongestName);

    /// <summary>
    /// Joins a text and its endings, shortening the text at a word to keep the limit. Apps read descriptions as HTML or as text, so
    /// angle brackets and ampersands that would be markup in HTML are written so that both readings show the same.
    /// </summary>
    /// <param name="endings">Paragraphs that are never cut; together far shorter than the limit.</param>
    public static string Description(string text, params IEnumerable<string> endings)
    {
        var ending = WithoutMarkup(string.Join("\n\n", endings.Where(part => part.Length > 0)));
        var gap = ending.Length == 0 ? 0 : 2;
        var start = Cut(WithoutMarkup(PlainText.Lines(text)), LongestDescription - gap - Encoding.UTF8.GetByteCount(ending));
        return start.Length == 0 ? ending : ending.Length == 0 ? start : $"{start}\n\n{ending}";
    }

    // Single angle quotation marks look like the brackets; a full-width ampersand begins no character reference.
    internal static string WithoutMarkup(string text) =>
        Reference().Replace(Tag().Replace(text, tag => $"‹{tag.Groups["inner"].Value}{(tag.Groups["end"].Success ? "›" : "")}"), "＆");

    [GeneratedRegex("<(?<inner>[/!?]?[A-Za-z!?/][^<>]*)(?<end>>)?")]
    private static partial Regex Tag();

    [GeneratedRegex("&(?=#?[A-Za-z0-9]+;)")]
    private static partial Regex Reference();

    private static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        const int EllipsisBytes = 3;
        var (used, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            used += rune.Utf8SequenceLength;
            if (used > bytes - EllipsisBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return length <= 0 ? "" : PlainText.Shorten(text, length + 1);
    }
}
