using System.Net;
using CliWrap.Buffered;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Readers;

/// <summary>What podcast directories and apps do with the feed.</summary>
[Collection(nameof(AppCollection))]
public sealed class FeedTests(AppFixture fixture) : IAsyncLifetime
{
    private const string Slug = "read-by-apps";

    private RunningApp App => fixture.App;

    public async ValueTask InitializeAsync()
    {
        if (await App.EpisodeAsync(Slug) is null)
        {
            await App.UploadAsync($"{Slug}.mp3", await Ffmpeg.ClipAsync("mp3"));
            await App.WaitForAsync(Slug, "published");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Feedparser_finds_nothing_wrong()
    {
        const string Script = """
            import sys, feedparser
            feed = feedparser.parse(sys.argv[1])
            print(feed.bozo, feed.get('bozo_exception', ''), feed.status, len(feed.entries), feed.feed.title, sep='|')
            """;
        var url = new Uri(App.BaseUrl, "feed.xml").AbsoluteUri;
        // Debian's own interpreter: its packages are for no other.
        var answer = await global::CliWrap.Cli.Wrap("/usr/bin/python3").WithArguments(["-c", Script, url]).ExecuteBufferedAsync();
        var items = (await App.ChannelAsync()).Elements("item").Count();

        Assert.Equal($"False||200|{items}|PaperLedge", answer.StandardOutput.Trim());
    }

    [Fact]
    public async Task An_unchanged_feed_is_answered_by_304_for_either_validator()
    {
        using var first = await App.Http.GetAsync("feed.xml");
        using var byTag = new HttpRequestMessage(HttpMethod.Get, "feed.xml") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var byDate =
            new HttpRequestMessage(HttpMethod.Get, "feed.xml") { Headers = { IfModifiedSince = first.Content.Headers.LastModified } };

        Assert.False(first.Headers.ETag!.IsWeak);
        foreach (var request in (HttpRequestMessage[])[byTag, byDate])
        {
            using var second = await App.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
            Assert.Empty(await second.Content.ReadAsByteArrayAsync());
            Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        }
    }

    [Fact]
    public async Task A_published_episode_moves_the_validators()
    {
        using var before = await App.Http.GetAsync("feed.xml");
        await App.UploadAsync("moves-the-tag.mp3", await Ffmpeg.ClipAsync("mp3"));
        await App.WaitForAsync("moves-the-tag", "published");
        using var after = await App.Http.GetAsync("feed.xml");

        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
        Assert.True(before.Content.Headers.LastModified <= after.Content.Headers.LastModified);
    }

    [Fact]
    public async Task HEAD_tells_the_same_as_GET_without_a_body()
    {
        using var get = await App.Http.GetAsync("feed.xml");
        using var request = new HttpRequestMessage(HttpMethod.Head, "feed.xml");
        using var head = await App.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("application/rss+xml", head.Content.Headers.ContentType?.MediaType);
        Assert.Equal((get.Headers.ETag, get.Content.Headers.ContentLength), (head.Headers.ETag, head.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task Every_item_has_what_PSP_1_asks_for_and_a_transcript_in_every_format()
    {
        var channel = await App.ChannelAsync();
        Assert.All(
            ["title", "description", "link", "language"],
            (string name) => Assert.NotEmpty(channel.Element(name)!.Value));
        Assert.All(["category", "explicit", "image"], (string name) => Assert.NotNull(channel.Element(Feed.ITunes + name)));
        Assert.Matches("^[0-9a-f-]{36}$", channel.Element(Feed.Podcast + "guid")!.Value);

        foreach (var item in channel.Elements("item"))
        {
            Assert.All(["title", "guid", "pubDate", "enclosure"], (string name) => Assert.NotNull(item.Element(name)));
            var transcripts = item.Elements(Feed.Podcast + "transcript").Select(element => element.Attribute("type")!.Value);
            Assert.Equal(["text/vtt", "application/x-subrip", "application/json", "text/html", "text/plain"], transcripts);
        }
    }

    [Fact]
    public async Task The_artwork_is_served_as_an_image()
    {
        var image = (await App.ChannelAsync()).Element(Feed.ITunes + "image")!.Attribute("href")!.Value;
        using var answer = await App.Http.GetAsync(image);

        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(await File.ReadAllBytesAsync(Samples.PathOf("artwork.png")), await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_enclosure_answers_HEAD_and_ranges_with_the_audio_as_uploaded()
    {
        var url = (await App.ItemAsync(Slug))!.Element("enclosure")!.Attribute("url")!.Value;
        using var headRequest = new HttpRequestMessage(HttpMethod.Head, url);
        using var head = await App.Http.SendAsync(headRequest);
        using var rangeRequest = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new(0, 99) } };
        using var range = await App.Http.SendAsync(rangeRequest);

        Assert.Equal(("audio/mpeg", HttpStatusCode.OK), (head.Content.Headers.ContentType?.MediaType, head.StatusCode));
        Assert.Equal((HttpStatusCode.PartialContent, 100L), (range.StatusCode, range.Content.Headers.ContentLength));
    }
}
