using System.Net;
using System.Xml.Linq;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Feeds;

/// <summary>What is too old for the main document is found by following links.</summary>
[Collection(nameof(SmallFeedCollection))]
public class ArchiveTests(SmallFeedFixture fixture)
{
    private static readonly XNamespace s_atom = "http://www.w3.org/2005/Atom";

    private RunningApp App => fixture.App;

    [Fact]
    public async Task Every_episode_is_found_from_the_main_document_on()
    {
        await Eventually.IsTrueAsync(
            async () => (await WalkAsync()).Count == SmallFeedFixture.Episodes, "all episodes are in a document", App);
        var main = await App.ChannelAsync();

        Assert.Equal(["10", "9", "8", "7"], main.Elements("item").Select(Number));
        Assert.Single(main.Elements(s_atom + "link"), link => link.Attribute("rel")!.Value == "self");
    }

    [Fact]
    public async Task An_archive_says_what_it_is_and_does_not_change_when_episodes_come()
    {
        await Eventually.IsTrueAsync(async () => (await WalkAsync()).Count == SmallFeedFixture.Episodes, "archives are sealed", App);
        using var before = await App.Http.GetAsync("archive-1.xml");
        var channel = XDocument.Parse(await before.Content.ReadAsStringAsync()).Root!.Element("channel")!;
        await App.UploadAsync("one-more.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("one-more", "published");
        using var after = await App.Http.GetAsync("archive-1.xml");

        Assert.Equal(["2", "1"], channel.Elements("item").Select(Number));
        Assert.NotNull(channel.Element(XNamespace.Get("http://purl.org/syndication/history/1.0") + "archive"));
        Assert.Equal(new Uri(App.BaseUrl, "feed.xml").AbsoluteUri, Link(channel, "current"));
        Assert.Null(Link(channel, "prev-archive"));
        Assert.Equal((before.Headers.ETag, before.Content.Headers.LastModified), (after.Headers.ETag, after.Content.Headers.LastModified));
        await App.DeleteAsync("one-more.mp3");
        await App.WaitForAsync("one-more", "withdrawn");
    }

    [Theory]
    [InlineData("archive-0.xml")]
    [InlineData("archive-99.xml")]
    [InlineData("archive-x.xml")]
    public async Task An_archive_that_is_not_there_is_not_found(string path)
    {
        using var answer = await App.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>As a client of RFC 5005 does.</summary>
    private async Task<HashSet<string>> WalkAsync()
    {
        var guids = new HashSet<string>();
        for (var next = new Uri(App.BaseUrl, "feed.xml").AbsoluteUri; next is not null;)
        {
            var channel = XDocument.Parse(await App.Http.GetStringAsync(next)).Root!.Element("channel")!;
            guids.UnionWith(channel.Elements("item").Select(item => item.Element("guid")!.Value));
            next = Link(channel, "prev-archive");
        }

        return guids;
    }

    private static string? Link(XElement channel, string relation) =>
        channel.Elements(s_atom + "link").SingleOrDefault(link => link.Attribute("rel")!.Value == relation)?.Attribute("href")!.Value;

    private static string Number(XElement item) => item.Element("link")!.Value.Split('-')[^1];
}
