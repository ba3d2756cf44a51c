using System.Text;
using System.Xml;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Core.Feed;

/// <summary>The RSS feed that directories and apps fetch: PSP-1, Apple's tags and the Podcasting 2.0 namespace.</summary>
public static class FeedWriter
{
    public const string MediaType = "application/rss+xml";

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    /// <param name="feedGuid">See <see cref="FeedGuid"/>; as it was once assigned.</param>
    /// <param name="episodes">Newest first; only what the public may see.</param>
    /// <param name="lastBuild">When the content last changed, not when it is written.</param>
    /// <returns>UTF-8 without a byte order mark, well-formed whatever the metadata hold.</returns>
    public static byte[] Write(
        ShowSettings show, Guid feedGuid, PublicUrls urls, IReadOnlyList<PublishedEpisode> episodes, DateTimeOffset lastBuild)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, Settings))
        {
            xml.WriteStartElement("rss");
            xml.WriteAttributeString("version", "2.0");
            FeedXml.WriteNamespaces(xml);
            xml.WriteStartElement("channel");
            WriteChannel(xml, show, feedGuid, urls, lastBuild);
            foreach (var episode in episodes)
            {
                FeedItemWriter.Write(xml, show, urls, episode);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void WriteChannel(XmlWriter xml, ShowSettings show, Guid feedGuid, PublicUrls urls, DateTimeOffset lastBuild)
    {
        FeedXml.Write(xml, FeedXml.Atom, "link", null, ("rel", "self"), ("type", MediaType), ("href", WebAddress.Ascii(urls.Feed)));
        FeedXml.Write(xml, null, "title", FeedText.Value(show.Title));
        FeedXml.Write(xml, null, "link", WebAddress.Ascii(urls.Show));
        FeedXml.Write(xml, null, "description", FeedText.Description(show.Description, show.SyntheticVoice ? Disclosure.SyntheticVoice : ""));
        FeedXml.Write(xml, null, "language", LanguageTag.OrUndetermined(show.Language));
        FeedXml.WriteIfAny(xml, null, "copyright", FeedText.Value(show.Copyright));
        FeedXml.Write(xml, null, "lastBuildDate", lastBuild.ToString("R"));
        FeedXml.Write(xml, null, "generator", "PaperLedge");
        WriteITunes(xml, show, urls);
        WritePodcast(xml, show, feedGuid);
    }

    private static void WriteITunes(XmlWriter xml, ShowSettings show, PublicUrls urls)
    {
        FeedXml.WriteIfAny(xml, FeedXml.ITunes, "author", FeedText.Value(show.Author));
        FeedXml.Write(xml, FeedXml.ITunes, "explicit", FeedXml.Boolean(show.Explicit));
        FeedXml.Write(xml, FeedXml.ITunes, "type", "episodic");

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

    private static void WritePodcast(XmlWriter xml, ShowSettings show, Guid feedGuid)
    {
        var owner = FeedText.Value(show.OwnerEmail);
        FeedXml.Write(xml, FeedXml.Podcast, "guid", feedGuid.ToString("D"));
        FeedXml.Write(xml, FeedXml.Podcast, "medium", "podcast");
        FeedXml.Write(xml, FeedXml.Podcast, "locked", show.Locked ? "yes" : "no", ("owner", owner.Length > 0 ? owner : null));
        WriteVoice(xml, show);
    }

    /// <summary>Who reads, and whether the voice is made: said of the show and of every item, whose persons replace the show's.</summary>
    internal static void WriteVoice(XmlWriter xml, ShowSettings show)
    {
        var narrator = FeedText.Person(show.Narrator);
        if (narrator.Length > 0)
        {
            FeedXml.Write(xml, FeedXml.Podcast, "person", narrator, ("group", "cast"), ("role", "narrator"));
        }

        if (show.SyntheticVoice)
        {
            FeedXml.Write(xml, FeedXml.Podcast, "txt", "true", ("purpose", "ai-content"));
        }
    }
}
