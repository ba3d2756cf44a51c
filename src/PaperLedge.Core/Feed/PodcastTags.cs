using System.Xml;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Core.Feed;

/// <summary>Tags of the Podcasting 2.0 namespace that a channel and an item have alike.</summary>
internal static class PodcastTags
{
    /// <summary>Who reads, and whether the audio is made: said of the show and of every item, whose persons replace the show's.</summary>
    public static void WriteVoice(XmlWriter xml, ShowSettings show, bool? isMadeWithAi)
    {
        var narrator = FeedText.Name(show.Narrator);
        if (narrator.Length > 0)
        {
            FeedXml.Write(xml, FeedXml.Podcast, "person", narrator, ("group", "cast"), ("role", "narrator"));
        }

        if (isMadeWithAi is { } made)
        {
            FeedXml.Write(xml, FeedXml.Podcast, "txt", FeedXml.Boolean(made), ("purpose", "ai-content"));
        }
    }

    public static void WriteLicense(XmlWriter xml, License? license)
    {
        if (license is not null)
        {
            FeedXml.Write(xml, FeedXml.Podcast, "license", FeedText.Name(license.Name), ("url", license.Url is { } url ? WebAddress.Ascii(url) : null));
        }
    }

    public static void WriteLocation(XmlWriter xml, Location? location)
    {
        if (location is not null)
        {
            FeedXml.Write(
                xml, FeedXml.Podcast, "location", FeedText.Name(location.Name), ("rel", "subject"), ("geo", FeedText.ValueOrNull(location.Geo)), ("osm", FeedText.ValueOrNull(location.Osm)));
        }
    }

    public static void WriteImage(XmlWriter xml, Uri? image, string title)
    {
        if (image is not null)
        {
            FeedXml.Write(
                xml,
                FeedXml.Podcast,
                "image",
                null,
                ("href", WebAddress.Ascii(image)),
                ("alt", FeedText.Name($"Artwork of {title}")),
                ("aspect-ratio", "1/1"),
                ("purpose", "artwork"));
        }
    }
}
