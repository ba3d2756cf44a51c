using PaperLedge.Core.FeedChecks;

namespace PaperLedge.Tests.Core.FeedChecks;

public sealed class ChannelCheckTests
{
    /// <summary>A part of the good feed, what takes its place, and the finding: its rule, level, and words of problem and remedy.</summary>
    public static TheoryData<string, string, string, FindingLevel, string, string> Cases => new()
    {
        {
            """<atom:link rel="self" type="application/rss+xml" href="https://a.example/feed.xml"/>""", "",
            "channel-self", FindingLevel.Error, "no <atom:link", "once"
        },
        { """<atom:link rel="prev-archive" """, """<atom:link rel="self" """, "channel-self", FindingLevel.Error, "more than one", "once" },
        {
            """href="https://a.example/feed.xml"/>""", """href="/feed.xml"/>""",
            "channel-self", FindingLevel.Error, "'/feed.xml'", "https://"
        },
        {
            """href="https://a.example/feed.xml"/>""", """href="http://a.example/feed.xml"/>""",
            "https", FindingLevel.Warning, "href is 'http://a.example/feed.xml'", "https://"
        },
        { "<itunes:email>ada@a.example", "<itunes:email>Ada (ada@a)", "channel-owner", FindingLevel.Warning, "'Ada (ada@a)'", "show@" },
        { "<itunes:email>ada@a.example", "<itunes:email>mailto:ada@a.example", "channel-owner", FindingLevel.Warning, "mailto", "show@" },
        { "https://a.example/feed.xml?page=2", "feed.xml?page=2", "page-link", FindingLevel.Error, "prev-archive", "in full" },
        { "<title>A Show</title>", "", "channel-title", FindingLevel.Error, "no <title>", "name" },
        { "<title>A Show</title>", "<title> </title>", "channel-title", FindingLevel.Error, "empty", "name" },
        { "<title>A Show</title>", "<title>A Show</title><title>B</title>", "repeated", FindingLevel.Error, "<title>", "Keep one" },
        { "<title>A Show</title>", "<title>A <b>Show</b></title>", "markup", FindingLevel.Error, "<b>", "CDATA" },
        { "<title>A Show</title>", "<title>A Show </title>", "value-space", FindingLevel.Warning, "<title>", "Remove" },
        { "A Show", Long(256), "value-length", FindingLevel.Warning, "256 characters", "255" },
        { "<description>What it is about.</description>", "", "channel-description", FindingLevel.Error, "no <description>", "about" },
        { "What it is about.", new string('é', 2001), "channel-description", FindingLevel.Error, "4002 bytes", "content:encoded" },
        { "<link>https://a.example/</link>", "", "channel-link", FindingLevel.Error, "no <link>", "page" },
        { "<link>https://a.example/</link>", "<link>a.example</link>", "channel-link", FindingLevel.Error, "'a.example'", "https://" },
        { "<language>en-GB</language>", "", "channel-language", FindingLevel.Error, "no <language>", "<language>en" },
        { "en-GB", "en_GB", "channel-language", FindingLevel.Error, "'en_GB'", "pt-BR" },
        { "en-GB", "English", "channel-language", FindingLevel.Error, "'English'", "pt-BR" },
        { "en-GB", "und", "channel-language", FindingLevel.Warning, "undetermined", "Name" },
        {
            "Thu, 07 May 2026 05:30:00 GMT", "Fri, 07 May 2026 05:30:00 GMT",
            "channel-date", FindingLevel.Error, "that day is a Thursday", "Thu"
        },
        { """text="Science">""", """text="science">""", "channel-category", FindingLevel.Error, "'science'", "Write Science." },
        {
            """text="Technology""", """text="Tech News""",
            "channel-category", FindingLevel.Error, "'Tech News'", "within the category News"
        },
        {
            """text="Physics""", """text="Books""",
            "channel-category", FindingLevel.Error, "Science has no subcategory 'Books'", "within the category Arts"
        },
        { """text="Physics""", """text="Alchemy""", "channel-category", FindingLevel.Error, "'Alchemy'", "podcasters.apple.com" },
        { "<itunes:explicit>false</itunes:explicit>", "", "channel-explicit", FindingLevel.Error, "no <itunes:explicit>", "false" },
        { "<itunes:explicit>false", "<itunes:explicit>clean", "channel-explicit", FindingLevel.Error, "'clean'", "Write false." },
        { "<itunes:explicit>false", "<itunes:explicit>maybe", "channel-explicit", FindingLevel.Error, "'maybe'", "true or false" },
        { "<itunes:explicit>false", "<itunes:explicit>False", "channel-explicit", FindingLevel.Warning, "'False'", "Write false." },
        {
            """<itunes:image href="https://a.example/cover.jpg?v=2"/>""", "",
            "channel-image", FindingLevel.Error, "no <itunes:image>", "href"
        },
        {
            "href=\"https://a.example/cover.jpg", "url=\"https://a.example/cover.jpg",
            "channel-image", FindingLevel.Error, "no href", "href="
        },
        { "cover.jpg", "cover.webp", "channel-image", FindingLevel.Error, "'.webp'", "JPEG or PNG" },
        { "cover.jpg", "the cover.jpg", "channel-image", FindingLevel.Error, "spaces", "%20" },
        { "<itunes:author>Ada</itunes:author>", "", "channel-author", FindingLevel.Warning, "<itunes:author>", "who makes" },
        { "<itunes:email>ada@a.example</itunes:email>", "", "channel-owner", FindingLevel.Warning, "<itunes:email>", "<itunes:owner>" },
        { "serial", "weekly", "channel-type", FindingLevel.Error, "'weekly'", "episodic or serial" },
        {
            "<itunes:new-feed-url>https:", "<itunes:new-feed-url>feed:",
            "new-feed-url", FindingLevel.Error, "<itunes:new-feed-url>", "https://"
        },
        {
            "<podcast:locked owner=\"ada@a.example\">yes</podcast:locked>", "",
            "channel-locked", FindingLevel.Warning, "<podcast:locked>", "yes"
        },
        { "\">yes</podcast:locked>", "\">true</podcast:locked>", "channel-locked", FindingLevel.Error, "'true'", "yes or no" },
        {
            "<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>", "",
            "channel-guid", FindingLevel.Warning, "<podcast:guid>", "never change"
        },
        { "9b024349-", "9b02434-", "channel-guid", FindingLevel.Error, "not a UUID", "9b024349" },
        { "<podcast:medium>podcast", "<podcast:medium>radio", "channel-medium", FindingLevel.Error, "'radio'", "audiobookL" },
        { "usesPodping=\"true\"", "usesPodping=\"yes\"", "podping", FindingLevel.Error, "'yes'", "true or false" },
        { ">yes</podcast:block>", ">all</podcast:block>", "block", FindingLevel.Error, "'all'", "yes or no" },
        { "complete=\"false\"", "complete=\"no\"", "update-frequency", FindingLevel.Error, "'no'", "true or false" },
        { "FREQ=WEEKLY", "EVERY=WEEK", "update-frequency", FindingLevel.Error, "rrule", "FREQ=" },
        { "dtstart=\"2026-05-07T04:30:00.000Z\"", "dtstart=\"7 May\"", "update-frequency", FindingLevel.Error, "dtstart", "2026-" },
        { "dtstart=\"2026-05-07T04:30:00.000Z\"", "", "update-frequency", FindingLevel.Error, "COUNT", "dtstart" },
        { " url=\"https://a.example/t.mp3\"", "", "trailer", FindingLevel.Error, "no url", "url=" },
        { "pubdate=\"Thu, 07 May 2026 04:30:00 EST\"", "", "trailer", FindingLevel.Error, "pubdate", "Thu, 07 May" },
        { "length=\"12\" type=\"audio/mpeg\"", "length=\"12\" type=\"mp3\"", "trailer", FindingLevel.Error, "'mp3'", "audio/mpeg" },
        { ">Coming<", "><", "trailer", FindingLevel.Error, "empty", "title" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_wrong_with_a_channel_is_told(
        string part, string replacement, string rule, FindingLevel level, string problem, string remedy)
    {
        var finding = Assert.Single(FeedChecker.Check(ValidFeed.With(part, replacement)), found => found.Rule == rule);

        Assert.Equal(level, finding.Level);
        Assert.Equal("channel", finding.Where);
        Assert.Contains(problem, finding.Problem, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
        Assert.InRange(finding.Line!.Value, 3, 30);
    }

    private static string Long(int length) => string.Concat(Enumerable.Repeat("word ", length))[..(length - 1)] + ".";
}
