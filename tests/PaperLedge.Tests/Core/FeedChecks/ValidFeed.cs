using System.Text;

namespace PaperLedge.Tests.Core.FeedChecks;

/// <summary>A feed with all that the rules are about, none of it wrong.</summary>
internal static class ValidFeed
{
    public const string Xml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0">
        <channel>
        <atom:link rel="self" type="application/rss+xml" href="https://a.example/feed.xml"/>
        <atom:link rel="prev-archive" href="https://a.example/feed.xml?page=2"/>
        <title>A Show</title>
        <description>What it is about.</description>
        <link>https://a.example/</link>
        <language>en-GB</language>
        <lastBuildDate>Thu, 07 May 2026 05:30:00 GMT</lastBuildDate>
        <itunes:category text="Science"><itunes:category text="Physics"/></itunes:category>
        <itunes:category text="Technology"/>
        <itunes:explicit>false</itunes:explicit>
        <itunes:image href="https://a.example/cover.jpg?v=2"/>
        <itunes:author>Ada</itunes:author>
        <itunes:owner><itunes:name>Ada</itunes:name><itunes:email>ada@a.example</itunes:email></itunes:owner>
        <itunes:type>serial</itunes:type>
        <itunes:new-feed-url>https://a.example/feed.xml</itunes:new-feed-url>
        <podcast:locked owner="ada@a.example">yes</podcast:locked>
        <podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>
        <podcast:medium>podcast</podcast:medium>
        <podcast:txt purpose="ai-content">true</podcast:txt>
        <podcast:person role="host" href="https://a.example/ada">Ada</podcast:person>
        <podcast:funding url="https://a.example/give">Give</podcast:funding>
        <podcast:license>CC-BY-4.0</podcast:license>
        <podcast:location rel="creator" geo="geo:30.2672,-97.7431" osm="R113314" country="US">Austin, TX</podcast:location>
        <podcast:podping usesPodping="true"/>
        <podcast:block id="amazon">yes</podcast:block>
        <podcast:updateFrequency complete="false" dtstart="2026-05-07T04:30:00.000Z" rrule="FREQ=WEEKLY;COUNT=10">Weekly</podcast:updateFrequency>
        <podcast:trailer pubdate="Thu, 07 May 2026 04:30:00 EST" url="https://a.example/t.mp3" length="12" type="audio/mpeg">Coming</podcast:trailer>
        <item>
        <title>First</title>
        <link>https://a.example/first</link>
        <description>What is in it.</description>
        <guid isPermaLink="false">one</guid>
        <pubDate>Thu, 07 May 2026 04:30:00 +0000</pubDate>
        <enclosure url="https://a.example/1.mp3" length="1478400" type="audio/mpeg"/>
        <itunes:duration>92</itunes:duration>
        <itunes:explicit>true</itunes:explicit>
        <itunes:episodeType>bonus</itunes:episodeType>
        <itunes:season>1</itunes:season>
        <itunes:episode>2</itunes:episode>
        <itunes:image href="https://a.example/1"/>
        <podcast:season name="Beginnings">1</podcast:season>
        <podcast:episode display="Two">2.5</podcast:episode>
        <podcast:transcript url="https://a.example/1.srt" type="application/x-subrip" language="en" rel="captions"/>
        <podcast:transcript url="https://a.example/1.html" type="text/html; charset=utf-8"/>
        <podcast:chapters url="https://a.example/1.json" type="application/json+chapters"/>
        <podcast:soundbite startTime="73.0" duration="60.0">Listen</podcast:soundbite>
        <podcast:image href="https://a.example/wide.webp" purpose="banner" aspect-ratio="3/1"/>
        <podcast:alternateEnclosure type="audio/opus" length="12"><podcast:source uri="https://a.example/1.opus"/><podcast:source uri="ipfs://Qm33"/><podcast:integrity type="sri" value="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="/></podcast:alternateEnclosure>
        </item>
        <item>
        <title>Second</title>
        <guid isPermaLink="false">two</guid>
        <pubDate>Fri, 8 May 2026 04:30 EDT</pubDate>
        <enclosure url="http://127.0.0.1:7071/2.mp4" length="1478400" type="video/mp4"/>
        </item>
        </channel>
        </rss>
        """;

    /// <summary>The feed with a part of it replaced.</summary>
    public static byte[] With(string part, string replacement)
    {
        Assert.Contains(part, Xml, StringComparison.Ordinal);
        return Bytes(Xml.Replace(part, replacement, StringComparison.Ordinal));
    }

    public static byte[] Bytes(string xml) => Encoding.UTF8.GetBytes(xml);
}
