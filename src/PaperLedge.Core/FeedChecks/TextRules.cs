using System.Text;
using PaperLedge.Core.Feed;

namespace PaperLedge.Core.FeedChecks;

/// <summary>Checks the texts of channel and items for PSP-1's limits and unescaped markup.</summary>
internal static class TextRules
{
    // RSS's own elements that contain only text.
    private static readonly string[] s_plain =
    [
        "title", "link", "description", "guid", "pubDate", "lastBuildDate", "language", "copyright", "author", "generator",
        "managingEditor",
        "webMaster",
    ];

    // Elements with their own limits, or without limits.
    private static readonly (string? Space, string Name)[] s_long =
        [(null, "description"), (FeedXml.Content, "encoded"), (FeedXml.ITunes, "summary"), (FeedXml.Podcast, "txt")];

    // Elements that may occur only once in their parent.
    private static readonly (string? Space, string Name)[] s_single =
    [
        (null, "title"), (null, "link"), (null, "description"), (null, "language"), (null, "guid"), (null, "pubDate"),
        (null, "lastBuildDate"),
        (FeedXml.ITunes, "image"), (FeedXml.ITunes, "explicit"), (FeedXml.ITunes, "author"), (FeedXml.ITunes, "owner"),
        (FeedXml.ITunes, "type"),
        (FeedXml.ITunes, "duration"), (FeedXml.ITunes, "episodeType"), (FeedXml.ITunes, "season"), (FeedXml.ITunes, "episode"),
        (FeedXml.ITunes, "new-feed-url"), (FeedXml.Podcast, "guid"), (FeedXml.Podcast, "locked"), (FeedXml.Podcast, "medium"),
        (FeedXml.Podcast, "license"), (FeedXml.Podcast, "podping"), (FeedXml.Podcast, "updateFrequency"), (FeedXml.Podcast, "chapters"),
        (FeedXml.Podcast, "season"), (FeedXml.Podcast, "episode"),
    ];

    public static void Check(Scope scope, FeedElement parent)
    {
        var seen = new HashSet<(string?, string)>();
        foreach (var element in parent.Children)
        {
            var name = (element.Space, element.Name);
            if (!seen.Add(name) && s_single.Contains(name))
            {
                scope.Error("repeated", element, $"{element.Tag} occurs more than once here; apps use only one of them.", "Keep one.");
            }

            CheckText(scope, element);
            if (element.Space is null && element.Children.Count > 0 && s_plain.Contains(element.Name))
            {
                scope.Error(
                    "markup",
                    element,
                    $"{element.Tag} contains the element {Scope.Plain(element.Children[0].Tag)}, so apps lose its text.",
                    "Write HTML as &lt;p&gt; or put it into <![CDATA[ ]]>.");
            }
        }
    }

    // Limits a description in bytes, as directories do.
    public static void Description(Scope scope, string rule, FeedElement description)
    {
        var bytes = Encoding.UTF8.GetByteCount(description.Value);
        if (bytes > FeedText.LongestDescription)
        {
            scope.Error(
                rule,
                description,
                $"{description.Tag} has {bytes} bytes; directories accept {FeedText.LongestDescription}.",
                "Shorten it, and put the full notes into <content:encoded>.");
        }
    }

    private static void CheckText(Scope scope, FeedElement element)
    {
        if (element.Text.Length == 0
            || element.Space is not (null or FeedXml.ITunes or FeedXml.Podcast)
            || s_long.Contains((element.Space, element.Name)))
        {
            return;
        }

        if (element.Text.Length > FeedText.LongestValue && element.Value.Length > FeedText.LongestValue)
        {
            scope.Warning(
                "value-length",
                element,
                $"{element.Tag} has {element.Value.Length} characters; apps may cut it after {FeedText.LongestValue}.",
                $"Shorten it to {FeedText.LongestValue} characters.");
        }

        if (element.Children.Count == 0 && (char.IsWhiteSpace(element.Text[0]) || char.IsWhiteSpace(element.Text[^1])))
        {
            scope.Warning(
                "value-space",
                element,
                $"{element.Tag} begins or ends with white space, which some apps treat as part of it.",
                "Remove it.");
        }
    }
}
