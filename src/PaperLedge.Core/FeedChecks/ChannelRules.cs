namespace PaperLedge.Core.FeedChecks;

/// <summary>Checks a channel's required elements, and those that directories ask for (PSP-1, Apple).</summary>
internal static class ChannelRules
{
    public static void Check(FeedElement channel, Scope scope)
    {
        TextRules.Check(scope, channel);
        LinkRules.Check(channel, scope);
        CheckText(channel, scope);
        if (Need(channel, scope, null, "language", "channel-language", "Name the spoken language, such as <language>en</language>.")
            is { } language)
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

    // Returns a required element; reports an error and returns null if it is missing.
    internal static FeedElement? Need(FeedElement parent, Scope scope, string? space, string name, string rule, string remedy)
    {
        var element = parent.Find(space, name);
        if (element is null)
        {
            scope.Error(rule, null, $"There is no {FeedElement.TagOf(space, name)}, which directories require.", remedy);
        }

        return element;
    }

    // Does the same for an element that must have text.
    internal static FeedElement? NeedText(FeedElement parent, Scope scope, string name, string rule, string remedy)
    {
        var element = Need(parent, scope, null, name, rule, remedy);
        if (element is not { Text.Length: 0 })
        {
            return element;
        }

        // An element with child elements is reported as unescaped markup, which contains its text.
        if (element.Children.Count == 0)
        {
            scope.Error(rule, element, $"{element.Tag} is empty.", remedy);
        }

        return null;
    }

    private static void CheckText(FeedElement channel, Scope scope)
    {
        NeedText(channel, scope, "title", "channel-title", "Write the show's name, and nothing else, into <title>.");
        if (NeedText(channel, scope, "description", "channel-description", "Say in <description> what the show is about.")
            is { } description)
        {
            TextRules.Description(scope, "channel-description", description);
        }

        if (NeedText(channel, scope, "link", "channel-link", "Write the address of the show's page into <link>.") is { } link)
        {
            AddressRules.Check(scope, "channel-link", link, link.Tag, link.Value, https: false);
        }
    }
}
