using System.Text;
using System.Xml;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Shows;

namespace PaperLedge.Core.Feed;

/// <summary>Writes the RSS feed for directories and apps: PSP-1, Apple's tags and the Podcasting 2.0 namespace.</summary>
public static class FeedWriter
{
    public const string MediaType = "application/rss+xml";

    private static readonly XmlWriterSettings s_settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    /// <returns>UTF-8 without a byte order mark, well-formed whatever the metadata contain.</returns>
    public static byte[] Write(FeedDocument document, PublicUrls urls)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, s_settings))
        {
            xml.WriteStartElement("rss");
            xml.WriteAttributeString("version", "2.0");
            FeedXml.WriteNamespaces(xml);
            xml.WriteStartElement("channel");
            ChannelWriter.Write(xml, document, urls);
            PodcastChannelWriter.Write(xml, document, urls);
            foreach (var episode in document.Episodes)
            {
                ItemWriter.Write(xml, document.Show, urls, episode);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}

/// <summary>One document of the feed: the main one, or an archive of older episodes (RFC 5005, section 4).</summary>
/// <param name="FeedGuid">See <see cref="Feed.FeedGuid"/>; the value assigned at first.</param>
/// <param name="Episodes">Newest first; public episodes only.</param>
/// <param name="Changed">When the content last changed, not when the document is written.</param>
public sealed record FeedDocument(ShowSettings Show, Guid FeedGuid, IReadOnlyList<PublishedEpisode> Episodes, DateTimeOffset Changed)
{
    /// <summary>The archive number of this document, from 1, the oldest; null for the main document.</summary>
    public int? Archive { get; init; }

    /// <summary>The number of the next older archive; 0 if there is none.</summary>
    public int OlderArchive { get; init; }
}
