using System.Text;
using PaperLedge.Cli;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Core.Shows;

namespace PaperLedge.Tests.Core.ProducerFiles;

public class ShowSettingsReaderTests
{
    private const string Minimal =
        """ "title": "T", "description": "D", "language": "en", "author": "A", "category": "Science" """;

    [Fact]
    public void The_minimum_has_defaults_for_the_rest()
    {
        var (settings, problems) = Read("{" + Minimal + "}");

        Assert.Empty(problems);
        Assert.Equal(new ShowSettings("T", "D", "en", "A", null, "Science", null, false, null, null, null, false, true), settings);
    }

    [Fact]
    public void Everything_that_a_show_may_say_is_read()
    {
        var (settings, problems) = Read($$"""
            {
              {{Minimal}},
              "link": "https://example.org/show",
              "type": "serial",
              "block": true,
              "newFeedUrl": "https://new.example.org/feed.xml",
              "enclosurePrefix": "https://op3.dev/e/",
              "hub": "https://hub.example.org/",
              "podping": true,
              "funding": { "text": "Buy us a book", "url": "https://example.org/give" },
              "license": { "name": "Our own", "url": "https://example.org/license" },
              "location": { "name": "Everywhere" },
              "updateFrequency": { "text": "Weekly", "rrule": "FREQ=WEEKLY;BYDAY=MO" },
              "trailer": { "title": "Hello", "url": "https://example.org/hello.mp3", "published": "2026-01-01", "length": 10, "type": "audio/mpeg" },
              "subscribe": [{ "name": "An app", "url": "https://example.org/app" }],
              "verify": [{ "value": "s3cret" }, { "purpose": "applepodcastsverify", "value": "a-b-c" }],
              "seasons": { "2": "Second steps", "1": "First steps" }
            }
            """);

        Assert.Empty(problems);
        var plain = new ShowSettings("T", "D", "en", "A", null, "Science", null, false, null, null, null, false, true);
        Assert.Equal(
            plain with
            {
                Link = new Uri("https://example.org/show"),
                Type = ShowType.Serial,
                Block = true,
                NewFeedUrl = new Uri("https://new.example.org/feed.xml"),
                EnclosurePrefix = new Uri("https://op3.dev/e/"),
                Hub = new Uri("https://hub.example.org/"),
                Podping = true,
                Funding = new WebLink("Buy us a book", new Uri("https://example.org/give")),
                License = new License("Our own", new Uri("https://example.org/license")),
                Location = new Location("Everywhere"),
                UpdateFrequency = new UpdateFrequency("Weekly", "FREQ=WEEKLY;BYDAY=MO"),
                Trailer = new Trailer(
                    "Hello", new Uri("https://example.org/hello.mp3"),
                    new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), 10, "audio/mpeg"),
                Subscribe = [new WebLink("An app", new Uri("https://example.org/app"))],
                Verifications = [new Verification("verify", "s3cret"), new Verification("applepodcastsverify", "a-b-c")],
                Seasons = [new SeasonName(1, "First steps"), new SeasonName(2, "Second steps")],
            },
            settings);
    }

    [Theory]
    [InlineData("{}", "'title' is missing")]
    [InlineData("""{"hub": "hub.example.org"}""", "'hub' must be an address that begins with https://")]
    [InlineData("""{"enclosurePrefix": "https://example.org/r?to="}""", "has an \"enclosurePrefix\" with ? or #")]
    [InlineData(
        """{"updateFrequency": {"text": "Often", "rrule": "FREQ=WEEKLY;BYDAY=MO."}}""",
        "'updateFrequency.rrule' must be a recurrence rule")]
    [InlineData(
        """{"trailer": {"title": "T", "url": "https://example.org/t", "published": "2026-01-01", "type": "application/ogg"}}""",
        "'trailer.type' must be a media type")]
    [InlineData("""{"type": "weekly"}""", "'type' must be one of episodic, serial")]
    [InlineData("""{"funding": {"url": "https://example.org"}}""", "'funding' has no usable \"text\" and is ignored")]
    [InlineData(
        """{"updateFrequency": {"text": "Often", "rrule": "often"}}""",
        "'updateFrequency.rrule' must be a recurrence rule such as FREQ=WEEKLY")]
    [InlineData(
        """{"updateFrequency": {"text": "Ten", "rrule": "FREQ=DAILY;COUNT=10"}}""",
        "'updateFrequency' has a rule that counts episodes (COUNT) without a start date")]
    [InlineData("""{"verify": [{"purpose": "ai-content", "value": "true"}]}""", "'verify[0]' has the purpose ai-content and is ignored")]
    [InlineData("""{"seasons": {"one": "First"}}""", "'seasons' must give each name with its season number in quotes")]
    [InlineData("""{"trailer": {"title": "T", "url": "https://example.org/t.mp3"}}""", "'trailer' has no usable \"published\"")]
    [InlineData("{}", "'author' is missing")]
    [InlineData("""{"category": "Papers"}""", "'Papers' is not one of Apple's podcast categories; 'Science' is used")]
    [InlineData(
        """{"category": "Arts", "subcategory": "Physics"}""",
        "'Arts' with subcategory 'Physics' is not one of Apple's podcast categories; 'Arts' is used")]
    [InlineData("""{"colour": "blue"}""", "unknown field 'colour'")]
    [InlineData("""{"syntheticVoice": 1}""", "'syntheticVoice' must be true or false")]
    public void What_is_missing_or_wrong_is_told(string json, string problem) =>
        Assert.Contains(Read(json).Problems, told => told.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void What_is_necessary_and_wrong_stays_as_it_was()
    {
        var before = ShowSettingsReader.Read(Encoding.UTF8.GetBytes("{" + Minimal + "}"), "show.json").Settings;
        var (settings, problems) = ShowSettingsReader.Read(
            """{"title": 7, "description": "New", "category": "Papers"}"""u8.ToArray(), "show.json", before);

        Assert.Equal(before with { Description = "New" }, settings);
        Assert.Contains(problems, problem => problem.Contains("'title' is missing; 'T' is used", StringComparison.Ordinal));
        Assert.Equal(before, ShowSettingsReader.Read("{ not json"u8.ToArray(), "show.json", before).Settings);
        Assert.Equal(before, ShowSettingsReader.Read(new byte[SidecarReader.MaxBytes + 1], "show.json", before).Settings);
    }

    [Fact]
    public void The_sample_is_right() =>
        Assert.Empty(ShowSettingsReader.Read(File.ReadAllBytes(Path.Combine(Repository.Samples, "show.json")), "show.json").Problems);

    private static (ShowSettings Settings, IReadOnlyList<string> Problems) Read(string json) =>
        ShowSettingsReader.Read(Encoding.UTF8.GetBytes(json), "show.json");
}
