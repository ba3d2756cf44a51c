using System.Globalization;
using System.Xml;

namespace PaperLedge.Core.Feed;

/// <summary>The feed's namespaces, and elements written with little ado.</summary>
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

    /// <summary>An element with text, and attributes of which those without a value are left out.</summary>
    public static void Write(XmlWriter xml, string? space, string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
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

    /// <summary>Apple knows one value, and takes its absence for the other.</summary>
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
