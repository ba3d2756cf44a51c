using System.Text;
using PaperLedge.Core.Feed;
using PaperLedge.Core.FeedChecks;
using PaperLedge.Tests.Core.Feed;

namespace PaperLedge.Tests.Core.FeedChecks;

public sealed class FeedCheckerTests
{
    /// <summary>A part of the good feed, what takes its place, and the finding about the document as such.</summary>
    public static TheoryData<string, string, string, FindingLevel, string, string> Cases => new()
    {
        { "A Show", "A & B", "xml", FindingLevel.Error, "bare & in line 6, column", "&amp;" },
        { "A Show", "A&B=C", "xml", FindingLevel.Error, "bare & in line 6, column", "&amp;" },
        { "A Show", "A&nbsp;Show", "xml", FindingLevel.Error, "line 6, column", "character itself" },
        { "A Show", "A &#11; Show", "xml", FindingLevel.Error, "line 6, column", "control characters" },
        { "A Show", "1 < 2", "xml", FindingLevel.Error, "line 6, column", "&lt;" },
        { "rss version=\"2.0\"", "rss version=2.0", "xml", FindingLevel.Error, "line 2, column", "in quotes" },
        { "A Show</title>", "A Show</tittle>", "xml", FindingLevel.Error, "line 6, column", "order" },
        { "</channel>", "", "xml", FindingLevel.Error, "line 60, column", "order" },
        { "</channel>\n</rss>", "", "xml", FindingLevel.Error, "well-formed", "complete" },
        { "<?xml version", "\n<?xml version", "xml", FindingLevel.Error, "well-formed", "before <?xml" },
        { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "Not found", "xml", FindingLevel.Error, "well-formed", "not a page" },
        {
            " xmlns:podcast=\"https://podcastindex.org/namespace/1.0\"", "",
            "xml", FindingLevel.Error, "undeclared prefix", "xmlns:podcast=\"https://podcastindex.org/namespace/1.0\""
        },
        { "</rss>", "</rss><p/>", "xml", FindingLevel.Error, "multiple root elements", "after </rss>" },
        { "<rss ", "<!DOCTYPE rss SYSTEM \"file:///etc/passwd\"><rss ", "dtd", FindingLevel.Error, "document type", "Remove <!DOCTYPE" },
        { "encoding=\"UTF-8\"", "encoding=\"windows-1252\"", "encoding", FindingLevel.Error, "windows-1252", "UTF-8" },
        { "encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"", "encoding", FindingLevel.Error, "ISO-8859-1", "UTF-8" },
        { "version=\"2.0\"", "version=\"0.92\"", "rss-version", FindingLevel.Error, "'0.92'", "2.0" },
        { "<rss version=\"2.0\"", "<rss", "rss-version", FindingLevel.Error, "no version", "2.0" },
        { "</channel>", "</channel><channel/>", "channel", FindingLevel.Error, "more than one <channel>", "Keep one" },
        {
            "http://www.itunes.com/dtds/podcast-1.0.dtd", "https://www.itunes.com/dtds/podcast-1.0.dtd",
            "namespace", FindingLevel.Error, "https://www.itunes.com/", "\"http://www.itunes.com/dtds/podcast-1.0.dtd\""
        },
        {
            "http://www.itunes.com/dtds/podcast-1.0.dtd", "http://www.itunes.com/DTDs/Podcast-1.0.dtd",
            "namespace", FindingLevel.Error, "DTDs", "Declare exactly"
        },
        {
            "http://www.itunes.com/dtds/podcast-1.0.dtd", "http://itunes.com/dtds/podcast-1.0",
            "namespace", FindingLevel.Error, "itunes.com/dtds/podcast-1.0'", "xmlns:itunes"
        },
        {
            "https://podcastindex.org/namespace/1.0", "http://podcastindex.org/namespace/1.0/",
            "namespace", FindingLevel.Error, "'http://podcastindex.org/namespace/1.0/'", "xmlns:podcast"
        },
        {
            "https://podcastindex.org/namespace/1.0", "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
            "namespace", FindingLevel.Warning, "some apps do not recognise it", "xmlns:podcast"
        },
        { "http://www.w3.org/2005/Atom", "https://www.w3.org/2005/atom", "namespace", FindingLevel.Error, "2005/atom", "xmlns:atom" },
        { "https://podcastindex.org/namespace/1.0", "urn:podcast", "namespace", FindingLevel.Error, "urn:podcast", "xmlns:podcast" },
    };

    public static TheoryData<string, string> Misspelt =>
        [.. Cases.Select(given => given.Data).Where(given => given.Item3 == "namespace").Select(given => (given.Item1, given.Item2))];

    public static TheoryData<string, string, string> Strangers => new()
    {
        { "", "xml", "empty" },
        { "<html><body><br></body></html>", "rss-root", "a web page" },
        { "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>", "rss-root", "an Atom feed" },
        { "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>", "rss-root", "an RSS 1.0 feed" },
        { "<opml/>", "rss-root", "<opml>" },
        { "<rss version=\"2.0\"/>", "channel", "no <channel>" },
        { "<rss version=\"2.0\"><channel/></rss>", "channel-items", "no <item>" },
        { "{\"version\": \"https://jsonfeed.org/version/1.1\"}", "xml", "not a page" },
    };

    [Fact]
    public void A_good_feed_has_no_finding() => Assert.Empty(FeedChecker.Check(ValidFeed.Bytes(ValidFeed.Xml)));

    [Fact]
    public void Our_own_feed_has_no_error()
    {
        var document = new FeedDocument(
            FullFeed.Show,
            FeedGuid.For(Samples.Urls.Feed),
            [FullFeed.Episode, Samples.Plain],
            new DateTimeOffset(2026, 5, 7, 5, 30, 0, TimeSpan.Zero));
        var feed = FeedWriter.Write(document, Samples.Urls);

        Assert.DoesNotContain(FeedChecker.Check(feed), finding => finding.Level == FindingLevel.Error);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_wrong_with_the_document_is_told(
        string part, string replacement, string rule, FindingLevel level, string problem, string remedy)
    {
        var finding = Assert.Single(FeedChecker.Check(ValidFeed.With(part, replacement)), found => found.Rule == rule);

        Assert.Equal(level, finding.Level);
        Assert.Equal("feed", finding.Where);
        Assert.Contains(problem, finding.Problem, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Misspelt))]
    public void A_mistake_in_a_namespace_brings_no_others_with_it(string right, string misspelt) =>
        Assert.Equal("namespace", Assert.Single(FeedChecker.Check(ValidFeed.With(right, misspelt))).Rule);

    [Theory]
    [MemberData(nameof(Strangers))]
    public void What_is_no_feed_is_called_what_it_is(string document, string rule, string words)
    {
        var finding = Assert.Single(FeedChecker.Check(ValidFeed.Bytes(document)), found => found.Rule == rule);

        Assert.Contains(words, finding.Problem + finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told_with_their_line()
    {
        var feed = ValidFeed.With("A Show", "A Sh#w");
        feed[Array.IndexOf(feed, (byte)'#')] = 0xE9;

        var finding = Assert.Single(FeedChecker.Check(feed));
        Assert.Equal(("encoding", 6), (finding.Rule, finding.Line));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32BE", false)]
    public void A_feed_in_a_wide_encoding_is_told_so(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] feed = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(ValidFeed.Xml)];

        Assert.Equal("encoding", Assert.Single(FeedChecker.Check(feed)).Rule);
    }

    [Fact]
    public void A_mistake_in_every_item_does_not_drown_the_others()
    {
        var items = string.Concat(Enumerable.Range(0, 500).Select(number => $"<item><title>{number}</title></item>"));
        var findings = FeedChecker.Check(
            ValidFeed.With("<podcast:medium>podcast</podcast:medium>", $"<podcast:medium>radio</podcast:medium>{items}"));

        Assert.Contains(findings, finding => finding.Rule == "channel-medium");
        Assert.Equal(Findings.MostOfOneRule, findings.Count(finding => finding.Rule == "item-guid"));
        Assert.True(findings.SkipLast(1).Select(finding => finding.Level)
            .SequenceEqual(findings.SkipLast(1).Select(finding => finding.Level).OrderDescending()));
        Assert.Equal("more", findings[^1].Rule);
        Assert.Contains("item-guid (480)", findings[^1].Problem, StringComparison.Ordinal);
        Assert.Contains("1,440 more findings", findings[^1].Problem, StringComparison.Ordinal);
    }
}
