using System.Globalization;
using System.Xml;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Feed;

internal static class ChannelWriter
{
    public static void Write(XmlWriter xml, FeedDocument document, PublicUrls urls)
    {
        var show = document.Show;
        WriteLinks(xml, document, urls);
        FeedXml.Write(xml, null, "title", FeedText.Value(show.Title));
        FeedXml.Write(xml, null, "link", WebAddress.Ascii(show.Link ?? urls.Show));
        var disclosure = Disclosure.IsMadeWithAi(show, document.Episodes) == true ? Disclosure.SyntheticVoice : "";
        FeedXml.Write(xml, null, "description", FeedText.Description(show.Description, disclosure));
        FeedXml.Write(xml, null, "language", LanguageTag.OrUndetermined(show.Language));
        FeedXml.WriteIfAny(xml, null, "copyright", FeedText.Value(show.Copyright));
        FeedXml.Write(xml, null, "lastBuildDate", document.Changed.ToString("R"));
        FeedXml.Write(xml, null, "generator", "PaperLedge");
        WriteITunes(xml, show, urls);
    }

    private static void WriteLinks(XmlWriter xml, FeedDocument document, PublicUrls urls)
    {
        var self = document.Archive is { } number ? urls.Archive(number) : urls.Feed;
        WriteLink(xml, "self", self, FeedWriter.MediaType);
        if (document.Archive is not null)
        {
            xml.WriteElementString("fh", "archive", FeedXml.History, null);
            WriteLink(xml, "current", urls.Feed, FeedWriter.MediaType);
        }
        else if (document.Show.Hub is { } hub)
        {
            WriteLink(xml, "hub", hub, type: null);
        }

        if (document.OlderArchive > 0)
        {
            WriteLink(xml, "prev-archive", urls.Archive(document.OlderArchive), FeedWriter.MediaType);
        }
    }

    private static void WriteLink(XmlWriter xml, string relation, Uri address, string? type) =>
        FeedXml.Write(xml, FeedXml.Atom, "link", null, ("rel", relation), ("type", type), ("href", WebAddress.Ascii(address)));

    private static void WriteITunes(XmlWriter xml, ShowSettings show, PublicUrls urls)
    {
        FeedXml.WriteIfAny(xml, FeedXml.ITunes, "author", FeedText.Value(show.Author));
        FeedXml.Write(xml, FeedXml.ITunes, "explicit", FeedXml.Boolean(show.Explicit));
        FeedXml.Write(xml, FeedXml.ITunes, "type", show.Type == ShowType.Serial ? "serial" : "episodic");
        FeedXml.WriteBlock(xml, show.Block);
        if (show.NewFeedUrl is { } moved)
        {
            FeedXml.Write(xml, FeedXml.ITunes, "new-feed-url", WebAddress.Ascii(moved));
        }

        xml.WriteStartElement("category", FeedXml.ITunes);
        xml.WriteAttributeString("text", FeedText.Value(show.Category));
        if (show.Subcategory is { } subcategory)
        {
            FeedXml.Write(xml, FeedXml.ITunes, "category", null, ("text", FeedText.Value(subcategory)));
        }

        xml.WriteEndElement();

        if (ShowArtwork.Address(show, urls) is { } artwork)
        {
            FeedXml.Write(xml, FeedXml.ITunes, "image", null, ("href", WebAddress.Ascii(artwork)));
        }

        xml.WriteStartElement("owner", FeedXml.ITunes);
        FeedXml.Write(xml, FeedXml.ITunes, "name", FeedText.Value(show.Author));
        FeedXml.WriteIfAny(xml, FeedXml.ITunes, "email", FeedText.Value(show.OwnerEmail));
        xml.WriteEndElement();
    }
}

internal static class PodcastChannelWriter
{
    public static void Write(XmlWriter xml, FeedDocument document, PublicUrls urls)
    {
        var show = document.Show;
        var owner = FeedText.Value(show.OwnerEmail);
        Write(xml, "guid", document.FeedGuid.ToString("D"));
        Write(xml, "medium", "podcast");
        Write(xml, "locked", show.Locked ? "yes" : "no", ("owner", owner.Length > 0 ? owner : null));
        if (show.Block)
        {
            Write(xml, "block", "yes");
        }

        PodcastTags.WriteVoice(xml, show, Disclosure.IsMadeWithAi(show, document.Episodes));
        foreach (var (purpose, value) in show.Verifications)
        {
            Write(xml, "txt", PlainText.OneLine(value), ("purpose", FeedText.Name(purpose)));
        }

        if (show.Funding is { } funding)
        {
            Write(xml, "funding", FeedText.Name(funding.Text), ("url", WebAddress.Ascii(funding.Url)));
        }

        PodcastTags.WriteLicense(xml, show.License);
        PodcastTags.WriteLocation(xml, show.Location);
        PodcastTags.WriteImage(xml, ShowArtwork.Address(show, urls), show.Title);
        WriteUpdateFrequency(xml, show.UpdateFrequency);
        WriteTrailer(xml, show.Trailer);
        if (show.Podping)
        {
            Write(xml, "podping", null, ("usesPodping", "true"));
        }
    }

    private static void WriteUpdateFrequency(XmlWriter xml, UpdateFrequency? frequency)
    {
        if (frequency is not null)
        {
            Write(
                xml,
                "updateFrequency",
                FeedText.Name(frequency.Text),
                ("rrule", FeedText.ValueOrNull(frequency.Rule)),
                ("complete", frequency.Complete ? "true" : null),
                ("dtstart", frequency.Starts?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)));
        }
    }

    private static void WriteTrailer(XmlWriter xml, Trailer? trailer)
    {
        if (trailer is not null)
        {
            Write(
                xml,
                "trailer",
                FeedText.Name(trailer.Title),
                ("pubdate", trailer.Published.ToString("R")),
                ("url", WebAddress.Ascii(trailer.Url)),
                ("length", trailer.Length?.ToString(CultureInfo.InvariantCulture)),
                ("type", FeedText.ValueOrNull(trailer.Type)),
                ("season", trailer.Season?.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static void Write(XmlWriter xml, string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        FeedXml.Write(xml, FeedXml.Podcast, name, text, attributes);
}
