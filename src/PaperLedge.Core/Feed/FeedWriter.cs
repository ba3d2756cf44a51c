using System.Text;
using System.Xml;

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

    /// <returns>UTF-8 without a byte order mark, well-formed whatever the metadata hold.</returns>
    public static byte[] Write(FeedDocument document, PublicUrls urls)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, Settings))
        {
            xml.WriteStartElement("rss");
            xml.WriteAttributeString("version", "2.0");
            FeedXml.WriteNamespaces(xml);
            xml.WriteStartElement("channel");
            ChannelWriter.Write(xml, document, urls);
            PodcastChannelWriter.Write(xml, document, urls);
            foreach (var episode in document.Episodes)
            {
                FeedItemWriter.Write(xml, document.Show, urls, episode);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}
