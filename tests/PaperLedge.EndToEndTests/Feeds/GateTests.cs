using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;

namespace PaperLedge.EndToEndTests.Feeds;

/// <summary>What a producer's slip does to the feed, and who is told when it changes.</summary>
[Collection(nameof(SmallFeedCollection))]
public class GateTests(SmallFeedFixture fixture)
{
    private RunningApp App => fixture.App;

    [Fact]
    public async Task A_feed_that_directories_would_refuse_is_not_served_and_the_status_says_why()
    {
        using var good = await App.Http.GetAsync("feed.xml");
        await SayAsync(show => show.Remove("artwork"));
        await Eventually.IsTrueAsync(async () => (await App.StatusAsync()).Show.FeedErrors.Count > 0, "the feed is refused", App);
        var status = await App.StatusAsync();
        using var kept = await App.Http.GetAsync("feed.xml");

        Assert.Contains("image", status.Show.FeedErrors[0], StringComparison.Ordinal);
        Assert.Equal(good.Headers.ETag, kept.Headers.ETag);
        Assert.Equal(good.Content.Headers.LastModified, kept.Content.Headers.LastModified);

        // Nor after a restart, when nothing is remembered.
        await App.RestartAsync();
        using var stillKept = await App.Http.GetAsync("feed.xml");
        Assert.Equal(good.Headers.ETag, stillKept.Headers.ETag);

        await SayAsync(_ => { });
        await Eventually.IsTrueAsync(async () => (await App.StatusAsync()).Show.FeedErrors.Count == 0, "the mended feed is served", App);
    }

    [Fact]
    public async Task A_change_that_the_feed_does_not_show_moves_neither_its_tag_nor_its_date()
    {
        await SubscribeAtAsync("https://example.org/one-app");
        using var before = await App.Http.GetAsync("feed.xml");
        await SubscribeAtAsync("https://example.org/another-app");
        using var after = await App.Http.GetAsync("feed.xml");

        Assert.Equal((before.Headers.ETag, before.Content.Headers.LastModified), (after.Headers.ETag, after.Content.Headers.LastModified));
    }

    [Fact]
    public async Task A_settings_file_that_cannot_be_read_changes_nothing_and_is_told()
    {
        var title = (await App.ChannelAsync()).Element("title")!.Value;
        await UploadShowAsync("{ not json"u8.ToArray());
        await Eventually.IsTrueAsync(async () => (await App.StatusAsync()).Show.Problems.Count > 0, "the problem is told", App);

        Assert.Equal(title, (await App.ChannelAsync()).Element("title")!.Value);
        await SayAsync(_ => { });
        await Eventually.IsTrueAsync(async () => (await App.StatusAsync()).Show.Problems.Count == 0, "the mended file is read", App);
    }

    [Fact]
    public async Task Hub_and_Podping_are_told_of_a_change_and_again_if_they_fail()
    {
        var hub = fixture.Hub;
        hub.Answer = System.Net.HttpStatusCode.ServiceUnavailable;
        await SayAsync(show =>
        {
            show["hub"] = new Uri(hub.Url, "hub").AbsoluteUri;
            show["podping"] = true;
        });
        await Eventually.IsTrueAsync(
            async () => (await App.StatusAsync()).Show.Problems.Any(problem => problem.Contains("answered 503", StringComparison.Ordinal)),
            "the status tells what the hub says",
            App);
        hub.Answer = System.Net.HttpStatusCode.NoContent;
        await Eventually.IsTrueAsync(async () => (await App.StatusAsync()).Show.Problems.Count == 0, "the hub is told after all", App);

        var feed = new Uri(App.BaseUrl, "feed.xml").AbsoluteUri;
        var escaped = Uri.EscapeDataString(feed);
        Assert.Contains(
            hub.Requests,
            request => request is ("POST", "/hub", var body, _) && body == $"hub.mode=publish&hub.url={escaped}&hub.topic={escaped}");
        Assert.Contains(hub.Requests, request => request == ("GET", $"/podping?url={escaped}&reason=update&medium=podcast", "", "a-token"));
        using var answer = await App.Http.GetAsync("feed.xml");
        Assert.Equal([$"<{feed}>; rel=\"self\"", $"<{new Uri(hub.Url, "hub")}>; rel=\"hub\""], answer.Headers.GetValues("Link"));

        var told = hub.Requests.Count;
        await App.UploadAsync("number-1.json", """{"title": "Said anew", "published": "2026-01-01"}"""u8.ToArray());
        await Eventually.IsTrueAsync(() => Task.FromResult(hub.Requests.Count >= told + 2), "both are told of the next change", App);
    }

    /// <summary>A link that only the show page has.</summary>
    private async Task SubscribeAtAsync(string url)
    {
        await SayAsync(show => show["subscribe"] = new JsonArray(new JsonObject { ["name"] = "An app", ["url"] = url }));
        var ledger = App.Tables.GetTableClient(StorageNames.LedgerTable);
        await Eventually.IsTrueAsync(
            async () => (await ledger.GetEntityAsync<TableEntity>("show", "show")).Value.GetString("Settings")
                .Contains(url, StringComparison.Ordinal),
            "the settings have the link",
            App);
    }

    private async Task SayAsync(Action<JsonObject> change)
    {
        var show = JsonNode.Parse(await File.ReadAllTextAsync(Samples.PathOf("show.json")))!.AsObject();
        change(show);
        await UploadShowAsync(Encoding.UTF8.GetBytes(show.ToJsonString()));
    }

    private async Task UploadShowAsync(byte[] content) => await App.Blobs.GetBlobContainerClient(StorageNames.ConfigContainer)
        .GetBlobClient(StorageNames.ShowSettingsBlob).UploadAsync(BinaryData.FromBytes(content), overwrite: true);
}
