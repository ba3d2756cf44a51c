using System.Text;

namespace PaperLedge.Core.Feed.Checking;

/// <summary>Texts of channel and items: PSP-1's limits, and markup that nobody escaped.</summary>
internal static class TextRules
{
    /// <summary>RSS's own elements that are text and nothing else.</summary>
    private static readonly string[] Plain =
    [
        "title", "link", "description", "guid", "pubDate", "lastBuildDate", "language", "copyright", "author", "generator", "managingEditor",
        "webMaster",
    ];

    /// <summary>Elements with limits of their own, or none.</summary>
    private static readonly (string? Space, string Name)[] Long =
        [(null, "description"), (FeedXml.Content, "encoded"), (FeedXml.ITunes, "summary"), (FeedXml.Podcast, "txt")];

    /// <summary>Elements that may stand there only once.</summary>
    private static readonly (string? Space, string Name)[] Single =
    [
        (null, "title"), (null, "link"), (null, "description"), (null, "language"), (null, "guid"), (null, "pubDate"), (null, "lastBuildDate"),
        (FeedXml.ITunes, "image"), (FeedXml.ITunes, "explicit"), (FeedXml.ITunes, "author"), (FeedXml.ITunes, "owner"), (FeedXml.ITunes, "type"),
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
            if (!seen.Add(name) && Single.Contains(name))
            {
                scope.Error("repeated", element, $"{element.Tag} stands here more than once; apps take one or another.", "Keep one.");
            }

            CheckText(scope, element);
            if (element.Space is null && element.Children.Count > 0 && Plain.Contains(element.Name))
            {
                scope.Error(
                    "markup",
                    element,
                    $"{element.Tag} holds the element {Scope.Plain(element.Children[0].Tag)}, so that apps lose its text.",
                    "Write HTML as &lt;p&gt; or within <![CDATA[ ]]>.");
            }
        }
    }

    /// <summary>In bytes, as directories count.</summary>
    public static void Description(Scope scope, string rule, FeedElement description)
    {
        var bytes = Encoding.UTF8.GetByteCount(description.Value);
        if (bytes > FeedText.LongestDescription)
        {
            scope.Error(
                rule,
                description,
                $"{description.Tag} has {bytes} bytes; directories take {FeedText.LongestDescription}.",
                "Shorten it, and put the whole notes into <content:encoded>.");
        }
    }

    private static void CheckText(Scope scope, FeedElement element)
    {
        if (element.Text.Length == 0
            || element.Space is not (null or FeedXml.ITunes or FeedXml.Podcast)
            || Long.Contains((element.Space, element.Name)))
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
                $"{element.Tag} begins or ends with white space, which some apps take for a part of it.",
                "Remove it.");
        }
    }
}
