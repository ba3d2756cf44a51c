using PaperLedge.Core.FeedChecks;

namespace PaperLedge.Tests.Core.FeedChecks;

public sealed class ItemCheckTests
{
    private const string Enclosure = """<enclosure url="https://a.example/1.mp3" length="1478400" type="audio/mpeg"/>""";

    private const string Source = """<podcast:source uri="https://a.example/1.opus"/><podcast:source uri="ipfs://Qm33"/>""";

    /// <summary>A part of the good feed's first item, what takes its place, and the finding.</summary>
    public static TheoryData<string, string, string, FindingLevel, string, string> Cases => new()
    {
        { "<itunes:duration>92", "<title>B</title><itunes:duration>92", "repeated", FindingLevel.Error, "<title>", "Keep one" },
        { Enclosure, "", "item-enclosure", FindingLevel.Error, "no <enclosure>", "<enclosure url=" },
        {
            Enclosure, Enclosure + """<enclosure url="https://a.example/1.ogg" length="1" type="audio/ogg"/>""",
            "item-enclosure", FindingLevel.Error, "more than one", "alternateEnclosure"
        },
        { "https://a.example/1.mp3", "1.mp3", "enclosure-url", FindingLevel.Error, "'1.mp3'", "https://" },
        { "https://a.example/1.mp3", "https://a.example/é.mp3", "enclosure-url", FindingLevel.Error, "ASCII", "Percent-encode" },
        { "https://a.example/1.mp3", "http://a.example/1.mp3", "https", FindingLevel.Warning, "http", "https" },
        { "length=\"1478400\" type=\"audio/mpeg\"", "type=\"audio/mpeg\"", "enclosure-length", FindingLevel.Error, "no length", "bytes" },
        {
            "length=\"1478400\" type=\"audio/mpeg\"", "length=\"1.4 MB\" type=\"audio/mpeg\"",
            "enclosure-length", FindingLevel.Error, "'1.4 MB'", "bytes"
        },
        {
            "length=\"1478400\" type=\"audio/mpeg\"", "length=\"0\" type=\"audio/mpeg\"",
            "enclosure-length", FindingLevel.Warning, "is 0", "bytes"
        },
        { "length=\"1478400\" type=\"audio/mpeg\"", "length=\"1478400\"", "enclosure-type", FindingLevel.Error, "no type", "audio/mpeg" },
        {
            "length=\"1478400\" type=\"audio/mpeg\"", "length=\"1478400\" type=\"text/html\"",
            "enclosure-type", FindingLevel.Error, "'text/html'", "audio/mpeg"
        },
        { "<guid isPermaLink=\"false\">one</guid>", "", "item-guid", FindingLevel.Error, "no <guid>", "never change" },
        { "<guid isPermaLink=\"false\">one</guid>", "<guid/>", "item-guid", FindingLevel.Error, "empty", "never change" },
        { "<pubDate>Thu, 07 May 2026 04:30:00 +0000</pubDate>", "", "item-date", FindingLevel.Warning, "no <pubDate>", "07 May" },
        {
            "Thu, 07 May 2026 04:30:00 +0000", "2026-05-07T06:30:00+02:00",
            "item-date", FindingLevel.Error, "RFC 2822", "Write Thu, 07 May 2026 04:30:00 GMT."
        },
        { "What is in it.", new string('x', 4001), "item-description", FindingLevel.Error, "4001 bytes", "content:encoded" },
        { "https://a.example/first", "/first", "item-link", FindingLevel.Error, "'/first'", "https://" },
        { "<itunes:duration>92", "<itunes:duration>01:02:03", "item-duration", FindingLevel.Warning, "'01:02:03'", "3723" },
        { "<itunes:duration>92", "<itunes:duration>1:75:00", "item-duration", FindingLevel.Error, "75 minutes", "whole seconds" },
        { "<itunes:duration>92", "<itunes:duration>61:61", "item-duration", FindingLevel.Error, "61 minutes", "whole seconds" },
        { "<itunes:duration>92", "<itunes:duration>90:00", "item-duration", FindingLevel.Warning, "'90:00'", "5400" },
        {
            "https://a.example/1.mp3", "https://a.example/a%2520b.mp3",
            "address-encoding", FindingLevel.Warning, "%2520 for %20", "write %20"
        },
        { Enclosure, EnclosureOf("mp3"), "enclosure-listed", FindingLevel.Warning, "'audio/mp3'", "audio/mpeg" },
        { Enclosure, EnclosureOf("mp4"), "enclosure-listed", FindingLevel.Warning, "'audio/mp4'", "audio/x-m4a" },
        { "<itunes:duration>92", "<itunes:duration>92 min", "item-duration", FindingLevel.Error, "'92 min'", "1801" },
        { "<itunes:explicit>true", "<itunes:explicit>yes", "item-explicit", FindingLevel.Error, "'yes'", "Write true." },
        { "bonus", "extra", "item-episode-type", FindingLevel.Error, "'extra'", "full, trailer or bonus" },
        { "<itunes:season>1", "<itunes:season>0", "item-number", FindingLevel.Error, "<itunes:season>", "digits" },
        { "<itunes:episode>2", "<itunes:episode>two", "item-number", FindingLevel.Error, "'two'", "digits" },
        {
            "<itunes:image href=\"https://a.example/1\"/>", "<itunes:image href=\"https://a.example/1.gif\"/>",
            "item-image", FindingLevel.Error, "'.gif'", "PNG"
        },
        { ">1</podcast:season>", ">One</podcast:season>", "podcast-number", FindingLevel.Error, "'One'", "whole number" },
        { ">2.5</podcast:episode>", ">2,5</podcast:episode>", "podcast-number", FindingLevel.Error, "'2,5'", "100.5" },
        { "display=\"Two\"", $"display=\"{new string('x', 33)}\"", "podcast-number", FindingLevel.Warning, "33 characters", "32" },
        { "url=\"https://a.example/1.srt\" ", "", "transcript", FindingLevel.Error, "no url", "url=" },
        { "type=\"application/x-subrip\" ", "", "transcript", FindingLevel.Error, "no type", "text/vtt" },
        {
            "application/x-subrip", "application/srt",
            "transcript", FindingLevel.Warning, "'application/srt'", "Write application/x-subrip."
        },
        { "application/x-subrip", "text/srt", "transcript", FindingLevel.Warning, "'text/srt'", "Write application/x-subrip." },
        { "application/x-subrip", "application/pdf", "transcript", FindingLevel.Warning, "'application/pdf'", "Offer" },
        { "language=\"en\"", "language=\"english\"", "transcript", FindingLevel.Error, "'english'", "BCP 47" },
        { "rel=\"captions\"", "rel=\"subtitles\"", "transcript", FindingLevel.Warning, "'subtitles'", "captions" },
        { "https://a.example/1.srt", "http://a.example/1.srt", "https", FindingLevel.Warning, "http", "https" },
        { "url=\"https://a.example/1.json\"", "", "chapters", FindingLevel.Error, "no url", "url=" },
        { "type=\"application/json+chapters\"", "", "chapters", FindingLevel.Error, "no type", "json+chapters" },
        { "application/json+chapters", "application/json", "chapters", FindingLevel.Warning, "'application/json'", "json+chapters" },
        { "startTime=\"73.0\"", "startTime=\"1:13\"", "soundbite", FindingLevel.Error, "startTime", "73.0" },
        { "duration=\"60.0\"", "", "soundbite", FindingLevel.Error, "duration", "60.0" },
        { "duration=\"60.0\"", "duration=\"5\"", "soundbite", FindingLevel.Warning, "lasts 5 seconds", "longer" },
        { "https://a.example/wide.webp", "wide.webp", "podcast-image", FindingLevel.Error, "'wide.webp'", "https://" },
        {
            "<podcast:alternateEnclosure type=\"audio/opus\"", "<podcast:alternateEnclosure",
            "alternate-enclosure", FindingLevel.Error, "no type", "type="
        },
        { Source, "", "alternate-enclosure", FindingLevel.Error, "no <podcast:source>", "uri=" },
        { "uri=\"https://a.example/1.opus\"", "uri=\"1.opus\"", "alternate-enclosure", FindingLevel.Error, "uri", "uri=" },
        { "type=\"sri\"", "type=\"md5\"", "alternate-enclosure", FindingLevel.Error, "'md5'", "sri or pgp-signature" },
        { "sha256-47DEQ", "sha256-DEQ", "alternate-enclosure", FindingLevel.Error, "<podcast:integrity>", "Base64" },
    };

    /// <summary>Tags that channels and items may both have; the good feed has them in the channel.</summary>
    public static TheoryData<string, string, FindingLevel, string, string> Shared => new()
    {
        { $"<podcast:txt>{new string('x', 4001)}</podcast:txt>", "txt", FindingLevel.Warning, "4001", "4000" },
        { $"<podcast:txt purpose=\"{new string('x', 129)}\">a</podcast:txt>", "txt", FindingLevel.Warning, "purpose", "128" },
        { "<podcast:txt purpose=\"ai-content\">yes</podcast:txt>", "ai-content", FindingLevel.Error, "'yes'", "true or false" },
        { "<podcast:person/>", "person", FindingLevel.Error, "empty", "name" },
        { $"<podcast:person>{new string('x', 129)}</podcast:person>", "person", FindingLevel.Warning, "129", "128" },
        { "<podcast:person img=\"me.jpg\">Ada</podcast:person>", "person", FindingLevel.Error, "'me.jpg'", "https://" },
        { "<podcast:funding>Give</podcast:funding>", "funding", FindingLevel.Error, "no url", "url=" },
        {
            $"<podcast:funding url=\"https://a.example\">{new string('x', 129)}</podcast:funding>",
            "funding", FindingLevel.Warning, "129", "128"
        },
        { "<podcast:license/>", "license", FindingLevel.Error, "empty", "SPDX" },
        { "<podcast:license>mine</podcast:license>", "license", FindingLevel.Warning, "'mine'", "url" },
        { "<podcast:license url=\"mine.txt\">mine</podcast:license>", "license", FindingLevel.Error, "'mine.txt'", "https://" },
        { "<podcast:location/>", "location", FindingLevel.Error, "empty", "place" },
        { "<podcast:location geo=\"30.2672,-97.7431\">A</podcast:location>", "location", FindingLevel.Error, "geo", "geo:30" },
        { "<podcast:location osm=\"113314\">A</podcast:location>", "location", FindingLevel.Error, "osm", "R113314" },
        { "<podcast:location country=\"Germany\">A</podcast:location>", "location", FindingLevel.Error, "country", "DE" },
        { "<podcast:location rel=\"home\">A</podcast:location>", "location", FindingLevel.Error, "'home'", "subject or creator" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_wrong_with_an_item_is_told(
        string part, string replacement, string rule, FindingLevel level, string problem, string remedy)
    {
        var finding = Assert.Single(FeedChecker.Check(ValidFeed.With(part, replacement)), found => found.Rule == rule);

        Assert.Equal("item 1 “First”", finding.Where);
        AssertIs(finding, level, problem, remedy);
    }

    [Theory]
    [MemberData(nameof(Shared))]
    public void What_is_wrong_with_a_tag_is_told_wherever_it_stands(
        string tag, string rule, FindingLevel level, string problem, string remedy)
    {
        var inItem = Assert.Single(FeedChecker.Check(ValidFeed.With("<title>Second</title>", $"<title>Second</title>{tag}")));
        var inChannel = FeedChecker.Check(ValidFeed.With("<podcast:medium>", $"{tag}<podcast:medium>"))
            .Where(finding => finding.Rule != "repeated");

        Assert.Equal("item 2 “Second”", inItem.Where);
        Assert.Equal(rule, inItem.Rule);
        AssertIs(inItem, level, problem, remedy);
        AssertIs(Assert.Single(inChannel), level, problem, remedy);
    }

    [Theory]
    [InlineData(">two</guid>", ">one</guid>", "guid-unique", "<guid> is 'one', as in item 1")]
    [InlineData("http://127.0.0.1:7071/2.mp4", "https://a.example/1.mp3", "enclosure-unique", "item 1")]
    public void No_two_items_may_share_a_guid_or_a_file(string part, string replacement, string rule, string problem)
    {
        var finding = Assert.Single(FeedChecker.Check(ValidFeed.With(part, replacement)));

        Assert.Equal(rule, finding.Rule);
        Assert.Equal("item 2 “Second”", finding.Where);
        Assert.Contains(problem, finding.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<title/>")]
    public void An_item_without_a_title_is_told_by_its_number(string title)
    {
        var finding = Assert.Single(FeedChecker.Check(ValidFeed.With("<title>Second</title>", title)));

        Assert.Equal("item-title", finding.Rule);
        Assert.Equal("item 2", finding.Where);
    }

    private static void AssertIs(FeedFinding finding, FindingLevel level, string problem, string remedy)
    {
        Assert.Equal(level, finding.Level);
        Assert.Contains(problem, finding.Problem, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    private static string EnclosureOf(string type) => Enclosure.Replace("mpeg", type, StringComparison.Ordinal);
}
