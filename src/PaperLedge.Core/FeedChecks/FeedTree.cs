using System.Text;
using System.Xml;

namespace PaperLedge.Core.FeedChecks;

/// <summary>Reads one complete element at a time, so that a feed of any length needs the memory of its largest item.</summary>
internal sealed class FeedTree(XmlReader reader, Namespaces namespaces)
{
    // Levels of elements; items are at the third. Show notes as unescaped XHTML reach a dozen or two, while a file of opening
    // tags alone would fill the memory with open elements.
    private const int Deepest = 100;

    // In one item, and in the rest of the channel; items with chapters inside have some hundreds.
    private const int MostElements = 20_000;

    private readonly IXmlLineInfo _lines = (IXmlLineInfo)reader;

    private int _elements;

    public bool IsEmpty => reader.IsEmptyElement;

    /// <summary>Moves to the next child of the current element, which has the given depth.</summary>
    /// <returns>False at the element's end.</returns>
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

    // Reads to the end of the document, where the parser may still find an error.
    public void Finish()
    {
        while (reader.Read())
        {
        }
    }

    public bool IsAt(string name) => reader.LocalName == name && reader.NamespaceURI.Length == 0;

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
                $"Elements are nested more than {Deepest} deep here, or one item has more than {MostElements}; no app reads that.",
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

/// <param name="space">The namespace, as <see cref="Namespaces"/> understands it; null for RSS's own elements.</param>
/// <param name="line">Its first line.</param>
internal sealed class FeedElement(string? space, string name, int line, IReadOnlyList<(string Name, string Value)> attributes)
{
    private readonly List<FeedElement> _children = [];

    public string? Space { get; } = space;

    public string Name { get; } = name;

    public int Line { get; } = line;

    // The text directly in it, untrimmed; empty if it is only white space.
    public string Text { get; set; } = "";

    public string Value => Text.Trim();

    public IReadOnlyList<FeedElement> Children => _children;

    // The usual name, such as <itunes:image>, whatever prefix the feed gives it.
    public string Tag => TagOf(Space, Name);

    // An attribute's trimmed value; null if it is absent.
    public string? this[string attribute]
    {
        get
        {
            foreach (var (name, value) in attributes)
            {
                if (name == attribute)
                {
                    return value.Trim();
                }
            }

            return null;
        }
    }

    public static string TagOf(string? space, string name) => Namespaces.PrefixOf(space) is { } prefix ? $"<{prefix}:{name}>" : $"<{name}>";

    public bool Is(string? space, string name) => Name == name && Space == space;

    public FeedElement? Find(string? space, string name)
    {
        foreach (var child in _children)
        {
            if (child.Is(space, name))
            {
                return child;
            }
        }

        return null;
    }

    public IEnumerable<FeedElement> All(string? space, string name) => _children.Where(child => child.Is(space, name));

    public void Add(FeedElement child) => _children.Add(child);
}
