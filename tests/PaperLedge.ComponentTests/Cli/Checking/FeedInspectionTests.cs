using PaperLedge.Cli.Commands;
using PaperLedge.Core.FeedChecks;

namespace PaperLedge.ComponentTests.Cli.Checking;

public sealed class FeedInspectionTests
{
    /// <summary>What the server does badly, by name, and the finding.</summary>
    private static readonly Dictionary<string, (FeedServer Server, string Rule, FindingLevel Level, string Words)> s_servers = new()
    {
        ["another type"] = (new() { Type = "text/html" }, "http-type", FindingLevel.Error, "text/html"),
        ["no type"] = (new() { Type = null }, "http-type", FindingLevel.Error, "without a Content-Type"),
        ["no tag"] = (new() { HasTag = false }, "http-validators", FindingLevel.Warning, "without ETag"),
        ["no 304"] = (new() { HonoursTag = false }, "http-not-modified", FindingLevel.Warning, "200 OK, not 304"),
        ["no HEAD"] = (new() { AnswersHead = false }, "http-head", FindingLevel.Warning, "405 Method Not Allowed"),
        ["no range"] = (new() { AnswersRange = false }, "http-range", FindingLevel.Error, "200 OK"),
        ["no artwork"] = (new() { Artwork = null }, "artwork", FindingLevel.Error, "404 Not Found"),
        ["no picture"] = (new() { Artwork = "GIF89a"u8.ToArray() }, "artwork", FindingLevel.Error, "neither a JPEG nor a PNG"),
        ["a small picture"] = (new() { Artwork = FeedServer.Png(1399, 1399) }, "artwork", FindingLevel.Error, "1399 × 1399"),
        ["a wide picture"] = (new() { Artwork = FeedServer.Png(3000, 1400) }, "artwork", FindingLevel.Error, "3000 × 1400"),
        ["an artwork for print"] = (new() { Artwork = FeedServer.Jpeg(4) }, "artwork", FindingLevel.Error, "CMYK"),
        ["a transparent artwork"] = (
            new() { Artwork = FeedServer.Png(3000, 3000, colours: 6) }, "artwork", FindingLevel.Warning, "transparent"),
        ["a heavy artwork"] = (
            new() { Artwork = FeedServer.Png(3000, 3000, more: 600_000) }, "artwork", FindingLevel.Warning, "600 kB"),
        ["no transcript"] = (new() { Transcript = null }, "transcript-served", FindingLevel.Error, "404 Not Found"),
        ["an empty transcript"] = (new() { Transcript = [] }, "transcript-served", FindingLevel.Error, "is empty"),
        ["another type of transcript"] = (
            new() { TranscriptType = "text/plain" }, "transcript-served", FindingLevel.Warning, "served as text/plain; the feed says"),
        ["a tag without quotes"] = (new() { ETag = "5f3a" }, "http-validators", FindingLevel.Warning, "malformed: 5f3a"),
        ["no audio"] = (new() { Audio = null }, "enclosure-served", FindingLevel.Error, "404 Not Found"),
        ["longer audio"] = (new() { Audio = new byte[101] }, "enclosure-served", FindingLevel.Warning, "101 bytes; the feed says 100"),
    };

    public static TheoryData<string> Names => [.. s_servers.Keys];

    [Fact]
    public async Task A_feed_that_is_served_well_has_no_finding() => Assert.Empty(await new FeedServer().CheckAsync());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_a_server_does_badly_is_told(string name)
    {
        var (server, rule, level, words) = s_servers[name];
        var finding = Assert.Single(await server.CheckAsync(), found => found.Rule == rule);

        Assert.Equal(level, finding.Level);
        Assert.Contains(words, finding.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(finding.Remedy);
    }

    /// <summary>Each is more than a reader without limits could bear, or nothing that it can read.</summary>
    [Theory]
    [InlineData("<rss version=\"2.0\"><channel>", "<a>", "nesting")]
    [InlineData("<rss version=\"2.0\"", " a{0}=\"\"", "attributes")]
    [InlineData("<!DOCTYPE rss><rss>", " ", "dtd")]
    [InlineData("\0", " ", "encoding")]
    [InlineData("", "&", "xml")]
    public async Task What_is_no_readable_feed_is_told_and_not_read_again(string start, string piece, string rule)
    {
        var content = start + string.Concat(
            Enumerable.Range(0, 1_500_000).Select(number => piece.Replace("{0}", $"{number}", StringComparison.Ordinal)));

        Assert.Equal(rule, Assert.Single(await new FeedServer { Content = content }.CheckAsync()).Rule);
    }

    [Fact]
    public async Task A_feed_that_is_not_there_cannot_be_checked()
    {
        var exception = await Assert.ThrowsAsync<CommandException>(() => new FeedServer { Status = 404 }.CheckAsync());

        Assert.Contains("404 Not Found", exception.Message, StringComparison.Ordinal);
    }
}
