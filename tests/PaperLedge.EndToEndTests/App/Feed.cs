using System.Xml.Linq;

namespace PaperLedge.EndToEndTests.App;

/// <summary>The served feed, read by a strict XML reader.</summary>
internal static class Feed
{
    public static readonly XNamespace Podcast = "https://podcastindex.org/namespace/1.0";
    public static readonly XNamespace ITunes = "http://www.itunes.com/dtds/podcast-1.0.dtd";

    public static async Task<XElement> ChannelAsync(this RunningApp app) =>
        XDocument.Parse(await app.Http.GetStringAsync("feed.xml")).Root!.Element("channel")!;

    /// <returns>The item whose link names the episode; null if it is not in the feed.</returns>
    public static async Task<XElement?> ItemAsync(this RunningApp app, string slug)
    {
        var page = new Uri(app.BaseUrl, $"episodes/{slug}").AbsoluteUri;
        return (await app.ChannelAsync()).Elements("item").SingleOrDefault(item => item.Element("link")?.Value == page);
    }
}
