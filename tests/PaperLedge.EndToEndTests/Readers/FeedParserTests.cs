using System.Globalization;
using System.Text.Json;
using PaperLedge.EndToEndTests.App;
using PaperLedge.EndToEndTests.Judges;

namespace PaperLedge.EndToEndTests.Readers;

/// <summary>What the two parsers of Python's podcast clients understand of a show and an episode that say everything.</summary>
[Collection(nameof(AppCollection))]
public class FeedParserTests(FullEpisodeFixture everything) : IClassFixture<FullEpisodeFixture>
{
    [Fact]
    public async Task Feedparser_finds_no_fault_and_every_guid_and_enclosure()
    {
        var answer = await Judge.PythonAsync("feedparser-reads.py", everything.Xml);
        Assert.Equal((false, "rss20"), (answer.GetProperty("bozo").GetBoolean(), Text(answer, "version")));

        var found = answer.GetProperty("entries").EnumerateArray().Select(entry =>
        {
            var enclosure = entry.GetProperty("links").EnumerateArray().Single(link => Text(link, "rel") == "enclosure");
            return new Sound(Text(entry, "id"), Text(enclosure, "href"), Text(enclosure, "length"), Text(enclosure, "type"));
        });
        Assert.Equal(await EnclosuresAsync(), found);
    }

    [Fact]
    public async Task Feedparser_finds_the_tags_of_the_podcast_namespace()
    {
        var answer = await Judge.PythonAsync("feedparser-reads.py", everything.Xml);
        var feed = answer.GetProperty("feed");
        Assert.Equal("podcast", Text(feed, "podcast_medium"));
        Assert.Equal("true", Text(feed.GetProperty("podcast_podping"), "usespodping"));
        Assert.Equal("FREQ=WEEKLY;BYDAY=MO", Text(feed.GetProperty("podcast_updatefrequency"), "rrule"));
        Assert.Equal("https://example.org/fund?a=1&b=2", Text(feed.GetProperty("podcast_funding"), "url"));

        var entry = answer.GetProperty("entries")
            .EnumerateArray()
            .Single(entry => Text(entry, "id") == everything.Item.Element("guid")!.Value);
        Assert.Equal("application/json+chapters", Text(entry.GetProperty("podcast_chapters"), "type"));
        // Of several it keeps the last.
        Assert.EndsWith(
            $"/episodes/{FullEpisodeFixture.Slug}/transcript.txt",
            Text(entry.GetProperty("podcast_transcript"), "url"),
            StringComparison.Ordinal);
        Assert.Equal("https://example.org/sums.opus", Text(entry.GetProperty("podcast_source"), "uri"));
        Assert.Equal("sri", Text(entry.GetProperty("podcast_integrity"), "type"));
    }

    [Fact]
    public async Task Podcastparser_finds_every_guid_and_enclosure()
    {
        var answer = await Judge.PythonAsync("podcastparser-reads.py", everything.Xml);

        var found = answer.GetProperty("episodes").EnumerateArray().Select(episode =>
        {
            var enclosure = Assert.Single(episode.GetProperty("enclosures").EnumerateArray());
            var size = enclosure.GetProperty("file_size").GetInt64().ToString(CultureInfo.InvariantCulture);
            return new Sound(Text(episode, "guid"), Text(enclosure, "url"), size, Text(enclosure, "mime_type"));
        });
        Assert.Equal((await EnclosuresAsync()).OrderBy(sound => sound.Guid), found.OrderBy(sound => sound.Guid));
    }

    [Fact]
    public async Task Podcastparser_finds_what_listeners_see()
    {
        var answer = await Judge.PythonAsync("podcastparser-reads.py", everything.Xml);
        Assert.Equal(("PaperLedge", "serial", "en"), (Text(answer, "title"), Text(answer, "type"), Text(answer, "language")));
        Assert.Equal(
            ("PaperLedge", "owner@example.com"),
            (Text(answer.GetProperty("itunes_owner"), "name"), Text(answer.GetProperty("itunes_owner"), "email")));

        var episode = answer.GetProperty("episodes")
            .EnumerateArray()
            .Single(episode => Text(episode, "guid") == everything.Item.Element("guid")!.Value);
        Assert.Equal("Says everything: Gauß & friends", Text(episode, "title"));
        Assert.Equal("https://example.org/sums.png", Text(episode, "episode_art_url"));
        Assert.Equal((20, 2, 3), (Number(episode, "total_time"), Number(episode, "season"), Number(episode, "number")));
        // A tag in the description would make it read the notes in HTML instead.
        Assert.Contains("and ‹b› as well", Text(episode, "description"), StringComparison.Ordinal);
        Assert.Contains("C++ isn't left out", Text(episode, "description"), StringComparison.Ordinal);
        Assert.Contains("“Sums in Pairs” by A. O'Hara and Wen Li.", Text(episode, "description"), StringComparison.Ordinal);
    }

    [Fact]
    public Task Xmllint_finds_the_feed_well_formed() => Judge.ContentAsync("xmllint", everything.Xml, "--noout", "--nonet", "-");

    private async Task<Sound[]> EnclosuresAsync() =>
    [
        .. (await everything.App.ChannelAsync()).Elements("item").Select(item =>
        {
            var enclosure = item.Element("enclosure")!;
            return new Sound(
                item.Element("guid")!.Value,
                enclosure.Attribute("url")?.Value,
                enclosure.Attribute("length")?.Value,
                enclosure.Attribute("type")?.Value);
        }),
    ];

    private static string? Text(JsonElement parent, string name) => parent.GetProperty(name).GetString();

    private static int Number(JsonElement parent, string name) => parent.GetProperty(name).GetInt32();

    private sealed record Sound(string? Guid, string? Url, string? Length, string? Type);
}
