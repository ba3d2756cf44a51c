using System.Text;
using System.Xml;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Text;

namespace PaperLedge.Core.Pages;

/// <summary>Writes the list of pages for search engines (https://www.sitemaps.org/protocol.html).</summary>
public static class Sitemap
{
    /// <summary>The protocol allows 50,000 addresses in one file; the show's page is one of them.</summary>
    public const int MaxEpisodes = 49_999;

    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private static readonly XmlWriterSettings s_settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    public static byte[] Write(PublicUrls urls, IEnumerable<PublishedEpisode> episodes)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, s_settings))
        {
            xml.WriteStartElement("urlset", Namespace);
            WritePage(xml, urls.Show, null);
            foreach (var episode in episodes)
            {
                WritePage(xml, urls.Episode(episode.Slug), episode.Updated);
            }

            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private static void WritePage(XmlWriter xml, Uri address, DateTimeOffset? updated)
    {
        xml.WriteStartElement("url", Namespace);
        xml.WriteElementString("loc", Namespace, WebAddress.Ascii(address));
        if (updated is { } date)
        {
            xml.WriteElementString("lastmod", Namespace, PageText.MachineDate(date));
        }

        xml.WriteEndElement();
    }
}
