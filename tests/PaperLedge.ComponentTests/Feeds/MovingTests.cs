using System.Text;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Feed;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Functions;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;

namespace PaperLedge.ComponentTests.Feeds;

/// <summary>A show that comes from another host, or goes to one: its identities and addresses.</summary>
[Collection(nameof(AzuriteCollection))]
public sealed class MovingTests(AzuriteFixture azurite)
{
    private const string Guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810";

    [Fact]
    public async Task An_episode_keeps_the_guid_that_its_sidecar_brings()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.json", """{"guid": {"value": "https://old.example/?p=12", "isPermaLink": true}}""");

        var episode = await app.PublishAsync("talk.mp3", await Clips.Mp3);

        Assert.Equal(new EpisodeGuid("https://old.example/?p=12", IsPermaLink: true), episode.Published!.Guid);
        Assert.Equal(episode.Published, Assert.Single(await app.Ledger.ListNewestAsync(10, default)));
        Assert.Empty(episode.Warnings);
    }

    [Fact]
    public async Task A_published_episode_keeps_its_guid_even_when_it_is_withdrawn_and_comes_back()
    {
        await using var app = await azurite.StartAppAsync();
        var guid = (await app.PublishAsync("talk.mp3", await Clips.Mp3)).Guid;
        await app.UploadAsync("talk.json", """{"guid": "another"}""");
        await app.First.UploadRegistration.RegisterAsync("talk.json", default);
        var warned = await app.EpisodeAsync("talk");

        await app.DeleteAsync("talk.mp3");
        await app.First.TidyJob.RunAsync(default);
        var back = await app.PublishAsync("talk.mp3", await Clips.Mp3);

        Assert.Contains("the guid 'another' is not used", Assert.Single(warned.Warnings), StringComparison.Ordinal);
        Assert.Equal((guid, guid), (warned.Published!.Guid, back.Published!.Guid));
        Assert.Contains("the guid 'another' is not used", Assert.Single(back.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_episodes_cannot_have_one_guid()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("first.json", """{"guid": "p-12"}""");
        await app.UploadAsync("second.json", """{"guid": "p-12"}""");
        await app.PublishAsync("first.mp3", await Clips.Mp3);

        var second = await app.PublishAsync("second.mp3", await Clips.Mp3);
        Assert.Equal((EpisodeStatus.Failed, null), (second.Status, second.Published));
        Assert.Contains("The guid 'p-12' is the episode first's", second.Problem, StringComparison.Ordinal);

        await app.UploadAsync("second.json", """{"guid": "p-13"}""");
        await app.First.UploadRegistration.RegisterAsync("second.json", default);
        Assert.Equal(new EpisodeGuid("p-13"), (await app.EpisodeAsync("second")).Published!.Guid);
    }

    [Fact]
    public async Task An_episode_that_waits_for_its_date_has_no_claim_to_a_guid_yet()
    {
        await using var app = await azurite.StartAppAsync();
        var date = app.Clock.GetUtcNow().AddHours(1);
        await app.UploadAsync("first.json", $$"""{"guid": "p-12", "published": "{{date:yyyy-MM-ddTHH:mm:ssZ}}"}""");
        await app.UploadAsync("second.json", """{"guid": "p-12"}""");
        await app.PublishAsync("first.mp3", await Clips.Mp3);
        await app.PublishAsync("second.mp3", await Clips.Mp3);

        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.First.TidyJob.RunAsync(default);

        var first = await app.EpisodeAsync("first");
        Assert.Equal((EpisodeStatus.Failed, null), (first.Status, first.Published));
        Assert.Equal("p-12", (await app.EpisodeAsync("second")).Published!.Guid.Value);
    }

    [Fact]
    public async Task The_day_follows_the_offset_that_the_producer_writes()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.json", """{"published": "2026-01-31T23:30:00Z"}""");
        await app.PublishAsync("talk.mp3", await Clips.Mp3);
        await app.UploadAsync("talk.json", """{"published": "2026-02-01T01:30:00+02:00"}""");
        await app.First.UploadRegistration.RegisterAsync("talk.json", default);

        var published = (await app.EpisodeAsync("talk")).Published!.Metadata.Published;
        Assert.Equal((TimeSpan.FromHours(2), 1), (published.Offset, published.Day));
    }

    [Fact]
    public async Task The_show_takes_over_a_guid_until_an_episode_is_published()
    {
        await using var app = await azurite.StartAppAsync();
        var own = (await app.ShowAsync()).FeedGuid;
        await app.SetUpShowAsync(ShowWith($"\"guid\": \"{Guid}\""));
        Assert.Equal(Guid, (await app.ShowAsync()).FeedGuid.ToString());

        await app.SetUpShowAsync(ShowWith($"\"guid\": \"{own}\""));
        await app.PublishAsync("talk.mp3", await Clips.Mp3);
        await app.SetUpShowAsync(ShowWith($"\"guid\": \"{Guid}\""));

        Assert.Equal(own, (await app.ShowAsync()).FeedGuid);
        Assert.Contains($"the guid {Guid} is not used", Assert.Single((await app.ShowAsync()).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_feeds_address_redirects_once_the_new_one_has_the_feed()
    {
        var answer = "<html></html>";
        await using var elsewhere = new LoopbackServer(async context =>
        {
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            context.Response.Close();
        });
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();
        var show = await app.ShowAsync();
        await app.Ledger.ReplaceShowAsync(
            show with { Settings = show.Settings with { NewFeedUrl = elsewhere.Url } },
            (await app.Ledger.GetShowAsync(default)).ETag,
            default);

        await app.First.Get<FeedMove>().CheckAsync(default);
        Assert.Contains("is not an RSS feed", (await app.ShowAsync()).MoveProblem, StringComparison.Ordinal);
        Assert.Equal((200, null), await FeedAsync(app));

        answer = $"<rss xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><atom:link rel=\"self\" href=\"{Here}\"/></channel></rss>";
        await app.First.Get<FeedMove>().CheckAsync(default);
        Assert.Contains("leads back to this feed", (await app.ShowAsync()).MoveProblem, StringComparison.Ordinal);

        answer = "<rss><channel><item><guid>other</guid></item></channel></rss>";
        await app.First.Get<FeedMove>().CheckAsync(default);
        Assert.Contains("nor one of its newest episodes", (await app.ShowAsync()).MoveProblem, StringComparison.Ordinal);

        answer = Feed("00000000-0000-5000-8000-000000000000");
        await app.First.Get<FeedMove>().CheckAsync(default);
        Assert.Contains("the feed of another show", (await app.ShowAsync()).MoveProblem, StringComparison.Ordinal);

        answer = Feed(show.FeedGuid.ToString());
        await app.First.Get<FeedMove>().CheckAsync(default);
        Assert.Null((await app.ShowAsync()).MoveProblem);
        Assert.Equal((301, elsewhere.Url.AbsoluteUri), await FeedAsync(app));

        // The check is not repeated: apps that have moved do not come back.
        var requests = elsewhere.Requests;
        await app.First.Get<FeedMove>().CheckAsync(default);
        Assert.Equal(requests, elsewhere.Requests);
    }

    [Fact]
    public async Task New_artwork_has_a_new_address_and_the_old_one_works()
    {
        await using var app = await azurite.StartAppAsync();
        await UploadArtworkAsync(app, "one");
        await app.SetUpGoodShowAsync();
        var first = ShowArtwork.FileName((await app.ShowAsync()).Settings);
        await UploadArtworkAsync(app, "two");
        await app.First.Get<ShowRegistration>().RegisterAsync("artwork.png", default);
        var second = ShowArtwork.FileName((await app.ShowAsync()).Settings);

        Assert.Matches("^artwork-[0-9a-f]{16}\\.png$", first);
        Assert.NotEqual(first, second);
        foreach (var file in new[] { first, second, "artwork.png" })
        {
            Assert.Equal((200, "two"), await ArtworkAsync(app, file));
        }

        Assert.Equal(404, (await ArtworkAsync(app, "artwork-0123.png")).Status);
        Assert.Equal(404, (await ArtworkAsync(app, "show.json")).Status);
    }

    private const string Here = "http://localhost:7071/feed.xml";

    private static string ShowWith(string field) =>
        $$"""{"title": "T", "description": "D", "language": "en", "author": "A", "category": "Science", {{field}}}""";

    private static string Feed(string guid) =>
        "<rss xmlns:podcast=\"https://podcastindex.org/namespace/1.0\"><channel>" +
        $"<podcast:guid>{guid}</podcast:guid><item><guid>one</guid></item></channel></rss>";

    private static async Task UploadArtworkAsync(TestApp app, string content) =>
        await app.Blobs.GetBlobContainerClient(StorageNames.ConfigContainer)
            .GetBlobClient("artwork.png")
            .UploadAsync(BinaryData.FromString(content), overwrite: true);

    private static async Task<(int Status, string? Address)> FeedAsync(TestApp app)
    {
        var (status, _, headers) = await Answer.OfAsync(request => app.First.Function<FeedFunctions>().GetAsync(request, default));
        return (status, headers.Location.FirstOrDefault());
    }

    private static async Task<(int Status, string Content)> ArtworkAsync(TestApp app, string file)
    {
        var (status, body, _) = await Answer.OfAsync(
            request => app.First.Function<MediaFunctions>().GetArtworkAsync(request, file, default));
        return (status, body);
    }
}
