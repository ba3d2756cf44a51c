using System.Net;
using System.Text.RegularExpressions;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Feeds;

public partial class OutageTests
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
        var health = await app.Http.GetStringAsync("api/health");
        Assert.Contains("\"degraded\"", health, StringComparison.Ordinal);
        Assert.Contains("Storage has not answered since", await app.Http.GetStringAsync("api/episodes"), StringComparison.Ordinal);
        Assert.Contains("Storage has not answered since", await app.Http.GetStringAsync("status"), StringComparison.Ordinal);
        await FailsWithAnIdAsync(app, "application/json", "application/problem+json");
        await FailsWithAnIdAsync(app, "text/html", "text/html");
        // It would wait for storage in order to stop well.
        app.Kill();
    }

    // An episode's page that nobody asked for before.
    private static async Task FailsWithAnIdAsync(RunningApp app, string accept, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "episodes/never-read");
        request.Headers.Accept.ParseAdd(accept);
        using var answer = await app.Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var id = Id().Match(body).Value;
        Assert.NotEmpty(id);
        // The host writes what its worker sends a moment later.
        await Eventually.IsTrueAsync(
            async () => (await File.ReadAllTextAsync(app.LogPath)).Contains(id, StringComparison.Ordinal), $"{id} is in the log", app);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
