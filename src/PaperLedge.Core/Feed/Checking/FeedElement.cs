namespace PaperLedge.Core.Feed.Checking;

/// <summary>An element with all that is in it.</summary>
/// <param name="space">The namespace, as <see cref="Namespaces"/> understands it; null for RSS's own elements.</param>
/// <param name="line">Where it begins.</param>
internal sealed class FeedElement(string? space, string name, int line, IReadOnlyList<(string Name, string Value)> attributes)
{
    private readonly List<FeedElement> _children = [];

    public string? Space { get; } = space;

    public string Name { get; } = name;

    public int Line { get; } = line;

    /// <summary>The text directly in it, as it stands; empty if it is nothing but white space.</summary>
    public string Text { get; set; } = "";

    public string Value => Text.Trim();

    public IReadOnlyList<FeedElement> Children => _children;

    /// <summary>As a producer knows it, such as <c>&lt;itunes:image&gt;</c>, whatever prefix the feed gives it.</summary>
    public string Tag => TagOf(Space, Name);

    /// <summary>An attribute's value without white space around it; null if it is absent.</summary>
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

    /// <summary>The first such child, or null.</summary>
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
