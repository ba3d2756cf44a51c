namespace PaperLedge.Core.Feed.Checking;

/// <summary>What items must have, each for itself and among the others.</summary>
internal sealed class ItemRules
{
    private static readonly string[] EpisodeTypes = ["full", "trailer", "bonus"];

    private readonly Dictionary<string, int> _guids = [];

    private readonly Dictionary<string, int> _enclosures = [];

    public int Count { get; private set; }

    public void Check(FeedElement item, Findings findings)
    {
        var scope = Scope.Item(findings, item, ++Count);
        TextRules.Check(scope, item);
        ChannelRules.NeedText(item, scope, "title", "item-title", "Write the episode's name into <title>.");
        CheckGuid(item, scope);
        if (EnclosureRules.Check(item, scope) is { } address && !_enclosures.TryAdd(address, Count))
        {
            scope.Error(
                "enclosure-unique",
                item.Find(null, "enclosure"),
                $"The enclosure is that of item {_enclosures[address]} too; apps take the two for one episode.",
                "Give each episode a file of its own.");
        }

        CheckDate(item, scope);
        if (item.Find(null, "description") is { } description)
        {
            TextRules.Description(scope, "item-description", description);
        }

        if (item.Find(null, "link") is { Text.Length: > 0 } link)
        {
            AddressRules.Check(scope, "item-link", link, link.Tag, link.Value, https: false);
        }

        CheckITunes(item, scope);
        ItemPodcastRules.Check(item, scope);
        PodcastRules.Check(item, scope);
    }

    private void CheckGuid(FeedElement item, Scope scope)
    {
        const string Remedy = "Give the episode a <guid isPermaLink=\"false\"> that no other has, and never change it.";
        if (ChannelRules.NeedText(item, scope, "guid", "item-guid", Remedy) is { } guid && !_guids.TryAdd(guid.Value, Count))
        {
            scope.Error(
                "guid-unique",
                guid,
                $"<guid> is {Scope.Quote(guid.Value)}, as in item {_guids[guid.Value]}; apps show one of the two episodes only.",
                Remedy);
        }
    }

    private static void CheckDate(FeedElement item, Scope scope)
    {
        if (item.Find(null, "pubDate") is { } date)
        {
            ValueRules.Date(scope, "item-date", date, date.Tag, date.Value);
        }
        else
        {
            scope.Warning(
                "item-date",
                null,
                "There is no <pubDate>, by which apps sort episodes.",
                "Write it like Thu, 07 May 2026 04:30:00 GMT.");
        }
    }

    private static void CheckITunes(FeedElement item, Scope scope)
    {
        foreach (var element in item.Children.Where(child => child.Space == FeedXml.ITunes))
        {
            switch (element.Name)
            {
                case "duration":
                    DurationRules.Check(scope, element);
                    break;
                case "explicit":
                    ValueRules.Explicit(scope, "item-explicit", element);
                    break;
                case "episodeType":
                    ValueRules.OneOf(scope, "item-episode-type", element, element.Tag, element.Value, EpisodeTypes);
                    break;
                case "season" or "episode":
                    ValueRules.PositiveInteger(scope, "item-number", element);
                    break;
                case "image":
                    ImageRules.Check(scope, "item-image", element);
                    break;
            }
        }
    }
}
