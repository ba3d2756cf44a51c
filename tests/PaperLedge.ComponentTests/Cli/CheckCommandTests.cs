using System.Text.Json;
using PaperLedge.Tests.Cli;
using PaperLedge.Tests.Core.FeedChecks;

namespace PaperLedge.ComponentTests.Cli;

/// <summary>The command as a process: what it prints, and what it ends with.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_good_feed_ends_with_0()
    {
        var (exitCode, output, _) = await CheckAsync(await FeedAsync("A Show", "A Show"));

        Assert.Equal((0, "No errors, no warnings."), (exitCode, output.Trim()));
    }

    [Fact]
    public async Task A_bad_feed_ends_with_1_and_says_where_and_what_to_do_about_what()
    {
        var (exitCode, output, _) = await CheckAsync(await FeedAsync("<podcast:medium>podcast", "<podcast:medium>[red]"));

        Assert.Equal(1, exitCode);
        Assert.Equal(
            [
                "Errors: directories refuse a feed with these, or apps misread it",
                "  channel",
                "    line 21: <podcast:medium> is '[red]', which apps do not know. " +
                "Write podcast, podcastL, music, musicL, video, videoL, film, filmL, " +
                "audiobook, audiobookL, newsletter, newsletterL, blog, blogL, publisher, publisherL, course, courseL or mixed. " +
                "(channel-medium)",
                "",
                "1 error, no warnings.",
            ],
            output.TrimEnd().Split(Environment.NewLine));
    }

    [Fact]
    public async Task Warnings_alone_end_with_0()
    {
        var (exitCode, output, _) = await CheckAsync(await FeedAsync("<itunes:duration>92", "<itunes:duration>1:32"));

        Assert.Equal(0, exitCode);
        Assert.Contains("item 1 “First”", output, StringComparison.Ordinal);
        Assert.EndsWith("No errors, 1 warning.", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_json()
    {
        var (exitCode, output, _) = await CheckAsync(await FeedAsync("A Show", "A & B"), "--json");
        using var findings = JsonDocument.Parse(output);
        var finding = Assert.Single(findings.RootElement.EnumerateArray());

        Assert.Equal(1, exitCode);
        Assert.Equal(("error", "xml", 6), (Text("level"), Text("rule"), finding.GetProperty("line").GetInt32()));
        Assert.Contains("&amp;", Text("remedy"), StringComparison.Ordinal);

        string? Text(string name) => finding.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData("missing.xml", "There is no file missing.xml")]
    [InlineData("http://127.0.0.1:1/feed.xml", "Connection refused")]
    [InlineData("ftp://a.example/feed.xml", "https://")]
    public async Task A_feed_that_cannot_be_read_ends_with_2(string feed, string words)
    {
        var (exitCode, output, error) = await CheckAsync(feed);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> FeedAsync(string part, string replacement)
    {
        var path = _folder.Of("feed.xml");
        await File.WriteAllBytesAsync(path, ValidFeed.With(part, replacement));
        return path;
    }

    private static Task<(int ExitCode, string Output, string Error)> CheckAsync(params string[] arguments) =>
        CliProcess.RunAsync(["check", .. arguments]);
}
