using System.Text;
using System.Xml;

namespace PaperLedge.Core.Feed.Checking;

/// <summary>Reads elements whole, one at a time, so that a feed of any length needs the memory of its largest item.</summary>
internal sealed class FeedTree(XmlReader reader, Namespaces namespaces)
{
    /// <summary>
    /// Elements in elements; items stand at the third. Show notes as unescaped XHTML reach a dozen or two, while a file
    /// of opening tags alone would fill the memory with open elements.
    /// </summary>
    private const int Deepest = 100;

    /// <summary>In one item, and in all else of the channel; items with chapters inside have some hundreds.</summary>
    private const int MostElements = 20_000;

    private readonly IXmlLineInfo _lines = (IXmlLineInfo)reader;

    private int _elements;

    /// <summary>Whether the element that the reader is at holds nothing and has no end to read to.</summary>
    public bool IsEmpty => reader.IsEmptyElement;

    /// <summary>Goes to the next element in the one of the given depth, which the reader is in.</summary>
    /// <returns>False if that has ended.</returns>
    public bool MoveToChild(int depth)
    {
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                return true;
            }

            if (reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>To the end of the document, where the parser may yet find that it is none.</summary>
    public void Finish()
    {
        while (reader.Read())
        {
        }
    }

    public bool IsAt(string name) => reader.LocalName == name && reader.NamespaceURI.Length == 0;

    /// <summary>The element that the reader is at, to its end.</summary>
    public FeedElement Read()
    {
        if (!IsAt("item"))
        {
            return ReadElement();
        }

        var others = _elements;
        _elements = 0;
        var item = ReadElement();
        _elements = others;
        return item;
    }

    /// <summary>The element that the reader is at, without what is in it.</summary>
    public FeedElement Start()
    {
        var line = _lines.LineNumber;
        if (reader.Depth > Deepest || ++_elements > MostElements)
        {
            throw new FeedRefusal(new(
                FindingLevel.Error,
                "nesting",
                line,
                "feed",
                $"Here are elements in elements, more than {Deepest} deep or more than {MostElements} in one item; no app reads that.",
                "Look for an element that is not closed, or for markup in show notes that is not escaped."));
        }

        return new(namespaces.Understand(reader.Prefix, reader.NamespaceURI, line), reader.LocalName, line, Attributes());
    }

    private FeedElement ReadElement()
    {
        var element = Start();
        if (reader.IsEmptyElement)
        {
            return element;
        }

        var (first, more) = (default(string), default(StringBuilder));
        while (reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    element.Add(ReadElement());
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                case XmlNodeType.Whitespace when element.Children.Count == 0:
                    more ??= first is null ? null : new StringBuilder(first);
                    more?.Append(reader.Value);
                    first ??= reader.Value;
                    break;
            }
        }

        var text = more?.ToString() ?? first;
        element.Text = string.IsNullOrWhiteSpace(text) ? "" : text;
        return element;
    }

    private (string Name, string Value)[] Attributes()
    {
        if (reader.AttributeCount == 0)
        {
            return [];
        }

        var attributes = new List<(string, string)>(reader.AttributeCount);
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix.Length == 0)
            {
                attributes.Add((reader.LocalName, reader.Value));
            }
        }

        reader.MoveToElement();
        return [.. attributes];
    }
}
