using System.Globalization;

namespace PaperLedge.Core.Feed.Checking;

/// <summary>The file that an item is about.</summary>
internal static class EnclosureRules
{
    /// <returns>Its address if it has one.</returns>
    public static string? Check(FeedElement item, Scope scope)
    {
        const string Remedy = """Write the episode's file as <enclosure url="https://…" length="1478400" type="audio/mpeg"/>, once.""";
        var enclosures = item.All(null, "enclosure").ToList();
        if (enclosures.Count == 0)
        {
            scope.Error("item-enclosure", null, "There is no <enclosure>, so that apps find nothing to play.", Remedy);
            return null;
        }

        if (enclosures.Count > 1)
        {
            scope.Error(
                "item-enclosure",
                enclosures[1],
                "There is more than one <enclosure>; apps take one or another.",
                $"{Remedy} Other formats go into <podcast:alternateEnclosure>.");
        }

        var enclosure = enclosures[0];
        CheckLength(scope, enclosure);
        CheckType(scope, "enclosure-type", enclosure);
        return AddressRules.Required(scope, "enclosure-url", enclosure, "url")?.AbsoluteUri;
    }

    /// <summary>Whether an element's type is one of audio or video.</summary>
    public static void CheckType(Scope scope, string rule, FeedElement element)
    {
        var type = element["type"];
        if (string.IsNullOrEmpty(type))
        {
            scope.Error(rule, element, $"{element.Tag} has no type.", """Write the file's media type, such as type="audio/mpeg".""");
        }
        else if (!type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("video/", StringComparison.OrdinalIgnoreCase))
        {
            scope.Error(
                rule,
                element,
                $"{element.Tag}'s type is {Scope.Quote(type)}, neither audio nor video, so that apps leave the episode out.",
                "Write audio/mpeg for MP3, audio/x-m4a for M4A, video/mp4 for MP4.");
        }
    }

    private static void CheckLength(Scope scope, FeedElement enclosure)
    {
        const string Rule = "enclosure-length";
        const string Remedy = """Write the file's size in bytes, in digits alone, such as length="1478400".""";
        var text = enclosure["length"];
        if (string.IsNullOrEmpty(text))
        {
            scope.Error(Rule, enclosure, "<enclosure> has no length.", Remedy);
        }
        else if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            scope.Error(Rule, enclosure, $"<enclosure>'s length is {Scope.Quote(text)}, which is no number of bytes.", Remedy);
        }
        else if (length == 0)
        {
            scope.Warning(Rule, enclosure, "<enclosure>'s length is 0; apps cannot tell how much they have to load.", Remedy);
        }
    }
}
