namespace PaperLedge.Core.Feed.Checking;

/// <summary>What a channel must have, and what directories ask for beside (PSP-1, Apple).</summary>
internal static class ChannelRules
{
    public static void Check(FeedElement channel, Scope scope)
    {
        TextRules.Check(scope, channel);
        LinkRules.Check(channel, scope);
        CheckText(channel, scope);
        if (Need(channel, scope, null, "language", "channel-language", "Name the spoken language, such as <language>en</language>.") is { } language)
        {
            ValueRules.Language(scope, "channel-language", language, language.Tag, language.Value);
        }

        foreach (var date in channel.All(null, "pubDate").Concat(channel.All(null, "lastBuildDate")))
        {
            ValueRules.Date(scope, "channel-date", date, date.Tag, date.Value);
        }

        ChannelITunesRules.Check(channel, scope);
        ChannelPodcastRules.Check(channel, scope);
        PodcastRules.Check(channel, scope);
    }

    /// <summary>An element that must be there; if it is not, that is told.</summary>
    internal static FeedElement? Need(FeedElement parent, Scope scope, string? space, string name, string rule, string remedy)
    {
        var element = parent.Find(space, name);
        if (element is null)
        {
            scope.Error(rule, null, $"There is no {FeedElement.TagOf(space, name)}, which directories ask for.", remedy);
        }

        return element;
    }

    /// <summary>The same for one that must hold a text.</summary>
    internal static FeedElement? NeedText(FeedElement parent, Scope scope, string name, string rule, string remedy)
    {
        var element = Need(parent, scope, null, name, rule, remedy);
        if (element is not { Text.Length: 0 })
        {
            return element;
        }

        // Elements in it are told as markup: its text is in there.
        if (element.Children.Count == 0)
        {
            scope.Error(rule, element, $"{element.Tag} is empty.", remedy);
        }

        return null;
    }

    private static void CheckText(FeedElement channel, Scope scope)
    {
        NeedText(channel, scope, "title", "channel-title", "Write the show's name, and nothing else, into <title>.");
        if (NeedText(channel, scope, "description", "channel-description", "Say in <description> what the show is about.") is { } description)
        {
            TextRules.Description(scope, "channel-description", description);
        }

        if (NeedText(channel, scope, "link", "channel-link", "Write the address of the show's page into <link>.") is { } link)
        {
            AddressRules.Check(scope, "channel-link", link, link.Tag, link.Value, https: false);
        }
    }
}
