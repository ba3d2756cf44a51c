using System.Net;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Feeds;

public class OutageTests
{
    [Fact]
    public async Task While_storage_is_away_readers_get_the_feed_as_it_was()
    {
        await using var app = await RunningApp.StartAsync(
            "outage", new Dictionary<string, string?>(QuickSettings.ForLiving) { ["Feed__MemorySeconds"] = "0" });
        await app.PublishShowAsync();
        using var before = await app.Http.GetAsync("feed.xml");
        await app.Azurite.DisposeAsync();

        // All at once: the first finds out, and the others do not wait for storage each by itself.
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.Http.GetAsync("feed.xml")));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, before.Headers.ETag), (answer.StatusCode, answer.Headers.ETag)));
        Array.ForEach(answers, answer => answer.Dispose());
        // It would wait for storage in order to stop well.
        app.Kill();
    }
}
