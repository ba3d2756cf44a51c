using System.Globalization;
using PaperLedge.Core.Feed;

namespace PaperLedge.Core.FeedChecks;

internal static class ItemPodcastRules
{
    private const string Chapters = "application/json+chapters";

    private const int LongestDisplay = 32;

    // Seconds of a soundbite, as the namespace advises.
    private const decimal ShortestBite = 15, LongestBite = 120;

    public static void Check(FeedElement item, Scope scope)
    {
        foreach (var element in item.Children.Where(child => child.Space == FeedXml.Podcast))
        {
            switch (element.Name)
            {
                case "transcript":
                    TranscriptRules.Check(scope, element);
                    break;
                case "chapters":
                    CheckChapters(scope, element);
                    break;
                case "soundbite":
                    CheckSoundbite(scope, element);
                    break;
                case "alternateEnclosure":
                    AlternateEnclosureRules.Check(scope, element);
                    break;
                case "season":
                    var isWhole = int.TryParse(element.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _);
                    CheckNumber(scope, element, isWhole, "a whole number, such as 2");
                    ValueRules.AtMost(scope, "podcast-number", element, $"{element.Tag}'s name", element["name"], PodcastRules.LongestText);
                    break;
                case "episode":
                    CheckNumber(scope, element, ValueRules.TryDecimal(element.Value, out _), "a number, such as 3 or 100.5");
                    ValueRules.AtMost(scope, "podcast-number", element, $"{element.Tag}'s display", element["display"], LongestDisplay);
                    break;
            }
        }
    }

    private static void CheckNumber(Scope scope, FeedElement element, bool isGood, string what)
    {
        if (!isGood)
        {
            scope.Error(
                "podcast-number",
                element,
                $"{element.Tag} is {Scope.Quote(element.Value)}, by which apps cannot sort episodes.",
                $"Write {what}.");
        }
    }

    private static void CheckChapters(Scope scope, FeedElement chapters)
    {
        AddressRules.Required(scope, "chapters", chapters, "url");
        var type = chapters["type"];
        if (string.IsNullOrEmpty(type))
        {
            scope.Error("chapters", chapters, $"{chapters.Tag} has no type.", $"""Write type="{Chapters}".""");
        }
        else if (type != Chapters)
        {
            scope.Warning(
                "chapters",
                chapters,
                $"{chapters.Tag}'s type is {Scope.Quote(type)}, not the one that the namespace defines.",
                $"Serve JSON chapters and write {Chapters}.");
        }
    }

    private static void CheckSoundbite(Scope scope, FeedElement soundbite)
    {
        const string Rule = "soundbite";
        ValueRules.AtMost(scope, Rule, soundbite, soundbite.Tag, soundbite.Value, PodcastRules.LongestText);
        if (!ValueRules.TryDecimal(soundbite["startTime"], out _))
        {
            scope.Error(
                Rule,
                soundbite,
                $"{soundbite.Tag} has no startTime, or its startTime is not a number of seconds.",
                """Write it like startTime="73.0".""");
        }

        if (!ValueRules.TryDecimal(soundbite["duration"], out var duration) || duration == 0)
        {
            scope.Error(
                Rule,
                soundbite,
                $"{soundbite.Tag} has no duration, or its duration is not a number of seconds.",
                """Write it like duration="60.0".""");
        }
        else if (duration is < ShortestBite or > LongestBite)
        {
            scope.Warning(
                Rule,
                soundbite,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{soundbite.Tag} lasts {duration} seconds; apps expect {ShortestBite} to {LongestBite}."),
                "Choose a longer or a shorter part.");
        }
    }
}
