using PaperLedge.Core.Feed;
using PaperLedge.Core.Shows;

namespace PaperLedge.Core.FeedChecks;

/// <summary>Checks a channel's Apple tags (https://podcasters.apple.com/support/823-podcast-requirements).</summary>
internal static class ChannelITunesRules
{
    private static readonly string[] s_types = ["episodic", "serial"];

    public static void Check(FeedElement channel, Scope scope)
    {
        CheckCategories(channel, scope);
        if (ChannelRules.Need(
            channel,
            scope,
            FeedXml.ITunes,
            "explicit",
            "channel-explicit",
            "Write <itunes:explicit>false</itunes:explicit>, or true.") is { } rating)
        {
            ValueRules.Explicit(scope, "channel-explicit", rating);
        }

        if (ChannelRules.Need(
            channel, scope, FeedXml.ITunes, "image", "channel-image",
            """Write the artwork's address as <itunes:image href="https://….jpg"/>.""") is { } image)
        {
            ImageRules.Check(scope, "channel-image", image);
        }

        if (channel.Find(FeedXml.ITunes, "type") is { } type)
        {
            ValueRules.OneOf(scope, "channel-type", type, type.Tag, type.Value, s_types);
        }

        if (channel.Find(FeedXml.ITunes, "new-feed-url") is { } moved)
        {
            AddressRules.Check(scope, "new-feed-url", moved, moved.Tag, moved.Value);
        }

        CheckPeople(channel, scope);
    }

    private static void CheckCategories(FeedElement channel, Scope scope)
    {
        const string Rule = "channel-category";
        const string Remedy =
            "Use one of Apple's categories, spelled exactly: https://podcasters.apple.com/support/1691-apple-podcasts-categories.";
        ChannelRules.Need(
            channel, scope, FeedXml.ITunes, "category", Rule, """Write the show's subject as <itunes:category text="Science"/>.""");
        foreach (var category in channel.All(FeedXml.ITunes, "category"))
        {
            var name = category["text"] ?? "";
            if (!AppleCategories.Contains(name))
            {
                scope.Error(Rule, category, $"There is no category {Scope.Quote(name)}.", Hint(name) ?? Remedy);
                continue;
            }

            foreach (var subcategory in category.All(FeedXml.ITunes, "category"))
            {
                var subname = subcategory["text"] ?? "";
                if (!AppleCategories.Contains(name, subname))
                {
                    scope.Error(
                        Rule,
                        subcategory,
                        $"The category {name} has no subcategory {Scope.Quote(subname)}.",
                        Hint(subname) ?? Remedy);
                }
            }
        }
    }

    // Suggests the category for a name that differs only in case or belongs to another category.
    private static string? Hint(string name)
    {
        foreach (var (category, subcategories) in AppleCategories.All)
        {
            if (category.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return $"Write {category}.";
            }

            if (subcategories.FirstOrDefault(sub => sub.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } subcategory)
            {
                return $"Write {subcategory} within the category {category}.";
            }
        }

        return null;
    }

    private static void CheckPeople(FeedElement channel, Scope scope)
    {
        if (channel.Find(FeedXml.ITunes, "author") is not { Text.Length: > 0 })
        {
            scope.Warning(
                "channel-author",
                null,
                "There is no <itunes:author>, which apps show beside the title.",
                "Say who makes the show.");
        }

        var email = channel.Find(FeedXml.ITunes, "owner")?.Find(FeedXml.ITunes, "email");
        if (email is { Text.Length: > 0 })
        {
            ValueRules.Email(scope, "channel-owner", email, email.Tag, email.Value);
        }
        else
        {
            scope.Warning(
                "channel-owner",
                channel.Find(FeedXml.ITunes, "owner"),
                "There is no <itunes:owner> with an <itunes:email>, which directories use to verify the owner of the show.",
                "Write <itunes:owner><itunes:name>…</itunes:name><itunes:email>…</itunes:email></itunes:owner>.");
        }
    }
}

internal static class ImageRules
{
    public static void Check(Scope scope, string rule, FeedElement image)
    {
        if (AddressRules.Required(scope, rule, image, "href") is not { } address)
        {
            return;
        }

        if (!ShowArtwork.MayBePicture(address))
        {
            scope.Error(
                rule,
                image,
                $"{image.Tag} points to a file of the type {Scope.Quote(Path.GetExtension(address.AbsolutePath))}.",
                "Use a JPEG or PNG file with a name that ends in .jpg or .png.");
        }
    }
}
