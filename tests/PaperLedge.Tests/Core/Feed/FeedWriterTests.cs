using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using FsCheck.Xunit;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Core.FeedChecks;
using PaperLedge.Core.Shows;
using PaperLedge.Core.Text;

namespace PaperLedge.Tests.Core.Feed;

[Properties(Arbitrary = [typeof(HostileText)])]
public sealed class FeedWriterTests
{
    private static readonly XNamespace s_iTunes = "http://www.itunes.com/dtds/podcast-1.0.dtd";
    private static readonly XNamespace s_podcast = "https://podcastindex.org/namespace/1.0";
    private static readonly XNamespace s_content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace s_atom = "http://www.w3.org/2005/Atom";
    private static readonly DateTimeOffset s_lastBuild = new(2026, 5, 7, 5, 30, 0, TimeSpan.Zero);

    [Fact]
    public void The_feed_is_written_as_its_golden_file_says() =>
        Golden.Matches("Feed/Golden/show.xml", Write(Samples.Show, Samples.Sums, Samples.Plain));

    [Fact]
    public void A_show_that_says_little_has_a_feed_too()
    {
        var bare = Samples.Show with
        {
            OwnerEmail = null, Subcategory = null, Artwork = null, Copyright = null,
            Narrator = null, SyntheticVoice = false, Locked = false,
        };

        Golden.Matches("Feed/Golden/bare.xml", Write(bare));
    }

    [Fact]
    public void A_show_that_says_everything_is_written_as_its_golden_file_says() =>
        Golden.Matches(
            "Feed/Golden/everything.xml",
            FeedWriter.Write(Document(FullFeed.Show, FullFeed.Episode) with { OlderArchive = 4 }, Samples.Urls));

    [Fact]
    public void An_archive_is_written_as_its_golden_file_says() =>
        Golden.Matches(
            "Feed/Golden/archive.xml",
            FeedWriter.Write(Document(Samples.Show, Samples.Plain) with { Archive = 4, OlderArchive = 3 }, Samples.Urls));

    [Fact]
    public void Chapters_are_written_as_their_golden_file_says() =>
        Golden.Matches("Feed/Golden/chapters.json", ChaptersWriter.Write(FullFeed.Episode));

    [Theory]
    [InlineData(true, null, "true", "true")]
    [InlineData(true, false, "false", "false")]
    [InlineData(false, true, "true", "true")]
    [InlineData(false, false, "false", "false")]
    [InlineData(false, null, null, null)]
    public void Who_made_the_audio_follows_the_episode_and_then_the_show(bool show, bool? episode, string? item, string? channel)
    {
        var metadata = Samples.Plain.Metadata with { Details = new EpisodeDetails { AiContent = episode } };
        var feed = Parse(Write(Samples.Show with { SyntheticVoice = show }, Samples.Plain with { Metadata = metadata }))
            .Root!.Element("channel")!;

        Assert.Equal(channel, AiContent(feed));
        Assert.Equal(item, AiContent(feed.Element("item")!));
        Assert.Equal(
            item == "true",
            feed.Element("item")!.Element("description")!.Value.Contains(Disclosure.SyntheticVoice, StringComparison.Ordinal));

        static string? AiContent(XElement parent) =>
            parent.Elements(s_podcast + "txt").SingleOrDefault(txt => txt.Attribute("purpose")!.Value == "ai-content")?.Value;
    }

    [Theory]
    [InlineData("https://op3.dev/e/", "https://podcast.example.org/", "https://op3.dev/e/podcast.example.org/media/")]
    [InlineData("https://op3.dev/e", "https://podcast.example.org/", "https://op3.dev/e/podcast.example.org/media/")]
    [InlineData(null, "https://podcast.example.org/", "https://podcast.example.org/media/")]
    [InlineData("https://op3.dev/e/", "http://localhost:7071/", "http://localhost:7071/media/")]
    public void Downloads_are_counted_where_the_producer_wants(string? prefix, string site, string enclosure)
    {
        var show = Samples.Show with { EnclosurePrefix = prefix is null ? null : new Uri(prefix) };
        var feed = Parse(FeedWriter.Write(Document(show, Samples.Plain), new PublicUrls(new Uri(site))));

        Assert.StartsWith(enclosure, feed.Descendants("enclosure").Single().Attribute("url")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_of_ownership_is_never_cut()
    {
        var proof = new string('x', 1_000);
        var feed = Parse(Write(Samples.Show with { Verifications = [new Verification("verify", proof)] }));
        Assert.Contains(feed.Descendants(s_podcast + "txt"), txt => txt.Value == proof);
    }

    [Property(MaxTest = 1000)]
    public void Hostile_metadata_make_no_feed_that_is_not_well_formed(HostileText a, HostileText b, HostileText c)
    {
        var show = FullFeed.Show with
        {
            Title = a.Value,
            Description = b.Value,
            OwnerEmail = c.Value,
            Category = a.Value,
            Funding = new WebLink(b.Value, FullFeed.Address),
            License = new License(a.Value),
            Location = new Location(c.Value, a.Value, b.Value),
            UpdateFrequency = new UpdateFrequency(a.Value, b.Value),
            Trailer = new Trailer(c.Value, FullFeed.Address, s_lastBuild),
            Verifications = [new Verification(a.Value, b.Value)],
            Seasons = [new SeasonName(2, c.Value)],
        };
        var details = FullFeed.Episode.Metadata.Details with
        {
            EpisodeDisplay = a.Value,
            Chapters = [new Chapter(TimeSpan.Zero, b.Value)],
            Soundbites = [new Soundbite(TimeSpan.Zero, Soundbite.Shortest, c.Value)],
            AlternateEnclosures = [new AlternateEnclosure(FullFeed.Address, a.Value, 1, 1, b.Value, c.Value)],
        };
        var metadata = FullFeed.Episode.Metadata with { Title = c.Value, ShowNotes = a.Value, Language = b.Value, Details = details };
        var episode = FullFeed.Episode with { Metadata = metadata };

        var feed = Write(show, episode);
        Assert.Equal("rss", Parse(feed).Root!.Name.LocalName);
        Assert.DoesNotContain(FeedChecker.Check(feed), finding => finding.Rule == "xml");
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(ChaptersWriter.Write(episode)).RootElement.ValueKind);
    }

    [Property(MaxTest = 300)]
    public void Hostile_metadata_read_back_as_the_same_visible_text(HostileText a, HostileText b, HostileText c)
    {
        var show = Samples.Show with { Title = a.Value, Description = b.Value, Author = c.Value, Narrator = a.Value, Copyright = b.Value };
        var paper = new Paper(b.Value, [a.Value, c.Value], new Uri("https://example.org/"));
        var episode = Samples.Sums with { Metadata = Samples.Sums.Metadata with { Title = b.Value, ShowNotes = c.Value, Paper = paper } };

        var channel = Parse(Write(show, episode)).Root!.Element("channel")!;
        var item = channel.Element("item")!;

        Assert.Equal(FeedText.Value(a.Value), channel.Element("title")!.Value);
        var description = channel.Element("description")!.Value;
        Assert.StartsWith(FeedText.WithoutMarkup(PlainText.Lines(b.Value)), description, StringComparison.Ordinal);
        Assert.Equal(FeedText.Value(c.Value), channel.Element(s_iTunes + "author")?.Value ?? "");
        Assert.Equal(FeedText.Value(b.Value) is { Length: > 0 } title ? title : "counting-in-pairs", item.Element("title")!.Value);
        Assert.Contains(FeedText.WithoutMarkup(FeedText.Value(b.Value)), item.Element("description")!.Value, StringComparison.Ordinal);
        Assert.Contains(Disclosure.SyntheticVoice, item.Element(s_content + "encoded")!.Value, StringComparison.Ordinal);
        Assert.Equal("https://example.org/", item.Element(s_atom + "link")!.Attribute("href")!.Value);
    }

    [Theory]
    [InlineData("word ", 100_000)]
    [InlineData("你好世界", 100_000)]
    [InlineData("👩‍👩‍👧‍👦", 20_000)]
    [InlineData("e\u0301", 100_000)]
    public void Values_are_cut_to_what_directories_take(string piece, int times)
    {
        var text = string.Concat(Enumerable.Repeat(piece, times));
        var show = Samples.Show with { Title = text, Description = text, Author = text, Narrator = text };
        var metadata = Samples.Sums.Metadata with { Title = text, ShowNotes = text, Paper = new Paper(text, [text], null) };

        var channel = Parse(Write(show, Samples.Sums with { Metadata = metadata })).Root!.Element("channel")!;

        foreach (var description in channel.Descendants("description"))
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(description.Value), 3_000, FeedText.LongestDescription);
            Assert.EndsWith(Disclosure.SyntheticVoice, description.Value, StringComparison.Ordinal);
        }

        foreach (var value in channel.Descendants("title").Concat(channel.Descendants(s_iTunes + "author")))
        {
            Assert.InRange(value.Value.Length, 200, FeedText.LongestValue);
            Assert.EndsWith("…", value.Value, StringComparison.Ordinal);
        }

        Assert.All(channel.Descendants(s_podcast + "person"), person => Assert.InRange(person.Value.Length, 1, FeedText.LongestName));
    }

    [Fact]
    public void A_papers_address_that_is_not_of_the_web_is_left_out()
    {
        var paper = Samples.Sums.Metadata.Paper! with { Url = new Uri("javascript:alert(1)") };
        var feed = Encoding.UTF8.GetString(
            Write(Samples.Show, Samples.Sums with { Metadata = Samples.Sums.Metadata with { Paper = paper, ShowNotes = "" } }));

        Assert.DoesNotContain("javascript", feed, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("rel=\"related\"", feed, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_are_ascii()
    {
        var urls = new PublicUrls(new Uri("https://höhle.example/déjà/"));
        var feed = Parse(FeedWriter.Write(new FeedDocument(Samples.Show, Guid.Empty, [Samples.Sums], s_lastBuild), urls));

        Assert.Equal(
            "https://xn--hhle-5qa.example/d%C3%A9j%C3%A0/feed.xml",
            feed.Root!.Element("channel")!.Element(s_atom + "link")!.Attribute("href")!.Value);
        Assert.All(
            feed.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "url" or "href"),
            address => Assert.True(Ascii.IsValid(address.Value), address.Value));
    }

    [Fact]
    public void Dates_are_rfc_2822_in_gmt()
    {
        var dates = Parse(Write(Samples.Show, Samples.Sums)).Descendants()
            .Where(element => element.Name.LocalName is "pubDate" or "lastBuildDate");

        Assert.Equal(["Thu, 07 May 2026 05:30:00 GMT", "Thu, 07 May 2026 04:30:00 GMT"], dates.Select(date => date.Value));
        Assert.True(
            DateTimeOffset.TryParseExact("Thu, 07 May 2026 04:30:00 GMT", "R", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    private static byte[] Write(ShowSettings show, params PublishedEpisode[] episodes) =>
        FeedWriter.Write(Document(show, episodes), Samples.Urls);

    private static FeedDocument Document(ShowSettings show, params PublishedEpisode[] episodes) =>
        new(show, FeedGuid.For(Samples.Urls.Feed), episodes, s_lastBuild);

    private static XDocument Parse(byte[] feed) => XDocument.Load(new MemoryStream(feed));
}
