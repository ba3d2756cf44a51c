using System.Globalization;
using PaperLedge.Core.Feed;

namespace PaperLedge.Core.FeedChecks;

internal sealed class ItemRules
{
    private static readonly string[] s_episodeTypes = ["full", "trailer", "bonus"];

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
                $"The enclosure is also that of item {_enclosures[address]}; apps take the two for one episode.",
                "Give each episode its own file.");
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
        const string Remedy = "Give the episode a unique <guid isPermaLink=\"false\">, and never change it.";
        if (ChannelRules.NeedText(item, scope, "guid", "item-guid", Remedy) is { } guid && !_guids.TryAdd(guid.Value, Count))
        {
            scope.Error(
                "guid-unique",
                guid,
                $"<guid> is {Scope.Quote(guid.Value)}, as in item {_guids[guid.Value]}; apps show only one of the two episodes.",
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
                    ValueRules.OneOf(scope, "item-episode-type", element, element.Tag, element.Value, s_episodeTypes);
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

/// <summary>Checks <c>itunes:duration</c>: seconds in PSP-1; Apple accepts clock times too, which apps read in different ways.</summary>
internal static class DurationRules
{
    private const string Rule = "item-duration";

    public static void Check(Scope scope, FeedElement duration)
    {
        var value = duration.Value;
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            if (seconds == 0)
            {
                scope.Warning(Rule, duration, "<itunes:duration> is 0.", "Write the length in seconds, or leave the element out.");
            }
        }
        else if (FromClock(value) is { } parts && parts.Skip(1).FirstOrDefault(part => part > 59, -1) is >= 0 and var impossible)
        {
            scope.Error(
                Rule,
                duration,
                $"<itunes:duration> is {Scope.Quote(value)}: no clock has {impossible} minutes or seconds.",
                "Write the length in whole seconds, such as 1801.");
        }
        else if (FromClock(value) is { } clock)
        {
            var meant = clock.Aggregate(0L, (sum, part) => (sum * 60) + part);
            scope.Warning(Rule, duration, $"<itunes:duration> is {Scope.Quote(value)}, a clock time.", $"Write the seconds: {meant}.");
        }
        else
        {
            scope.Error(
                Rule,
                duration,
                $"<itunes:duration> is {Scope.Quote(value)}, which is not a number of seconds.",
                "Write whole seconds, such as 1801.");
        }
    }

    // The numbers of H:MM:SS or MM:SS.
    private static int[]? FromClock(string value)
    {
        const int MostParts = 3;
        const int LongestPart = 4;
        var parts = value.Split(':');
        if (parts.Length is < 2 or > MostParts || parts.Any(part => part.Length is 0 or > LongestPart || !part.All(char.IsAsciiDigit)))
        {
            return null;
        }

        return [.. parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
    }
}
