using System.Net;
using System.Text.Json;
using PaperLedge.ComponentTests.App;
using PaperLedge.DevHost.Processes;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;
using PaperLedge.Storage.Queues;
using PaperLedge.TestSupport;

namespace PaperLedge.ComponentTests.Feeds;

/// <summary>Announcements of a change: to whom, when, and what follows if none can be made.</summary>
[Collection(nameof(AzuriteCollection))]
public class AnnouncementsTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan s_stalled = TimeSpan.FromSeconds(new TidyOptions().StalledSeconds);

    [Fact]
    public async Task A_show_without_a_hub_tells_nobody()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();

        await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.AnnounceQueue));
        Assert.Null(await RowAsync(app));
    }

    [Fact]
    public async Task A_change_is_queued_once_its_row_is_written_and_later_than_any_instance_answers_from_memory()
    {
        using var hub = RecordingServer.Start();
        await using var app = await azurite.StartAppAsync(("Feed:MemorySeconds", "7"));

        await app.SetUpGoodShowAsync(hub: hub.Url);

        Assert.EndsWith("(PartitionKey='show',RowKey='show')", app.First.Storage.Writes[^3], StringComparison.Ordinal);
        Assert.EndsWith("/Ledge", app.First.Storage.Writes[^2], StringComparison.Ordinal);
        Assert.EndsWith("/announce/messages", app.First.Storage.Writes[^1], StringComparison.Ordinal);
        Assert.Equal([(StorageNames.AnnounceQueue, TimeSpan.FromSeconds(8))], app.First.Delays.Sent);
        Assert.Equal((await app.ShowAsync()).Version, (await RowAsync(app))!.Queued);
    }

    [Fact]
    public async Task The_hub_is_told_the_feeds_address_and_the_row_says_so()
    {
        using var hub = RecordingServer.Start();
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync(hub: hub.Url);

        await app.First.Announcements.AnnounceAsync((await app.TakeAsync<AnnounceMessage>(StorageNames.AnnounceQueue))!, default);

        var request = Assert.Single(hub.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Contains("hub.mode=publish&hub.url=http%3A%2F%2Flocalhost%3A7071%2Ffeed.xml", request.Body, StringComparison.Ordinal);
        Assert.Equal((await app.ShowAsync()).Version, (await RowAsync(app))!.Done);
    }

    [Fact]
    public async Task A_message_that_was_lost_is_sent_again_when_it_is_overdue()
    {
        using var hub = RecordingServer.Start();
        await using var app = await azurite.StartAppAsync();
        app.First.Storage.BeforeNext("/announce/messages", () => throw new InvalidOperationException("The queue is away."));

        await app.SetUpGoodShowAsync(hub: hub.Url);
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.AnnounceQueue));

        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.AnnounceQueue));

        app.Clock.Advance(s_stalled);
        await app.First.TidyJob.RunAsync(default);
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(1, await app.CountMessagesAsync(StorageNames.AnnounceQueue));
    }

    [Fact]
    public async Task What_fails_while_a_change_is_queued_is_left_to_the_timer_and_does_not_fail_the_publication()
    {
        using var hub = RecordingServer.Start();
        await using var app = await azurite.StartAppAsync();
        app.First.Storage.Before = request => request.Contains("announcement", StringComparison.Ordinal)
            ? throw new InvalidOperationException("The row cannot be read.") : Task.CompletedTask;

        await app.SetUpGoodShowAsync(hub: hub.Url);

        Assert.Null(await RowAsync(app));
        app.First.Storage.Before = null;
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(1, await app.CountMessagesAsync(StorageNames.AnnounceQueue));
    }

    [Fact]
    public async Task A_hub_that_fails_gives_the_message_back_and_success_takes_the_problem_away()
    {
        using var hub = RecordingServer.Start();
        hub.Answer = HttpStatusCode.ServiceUnavailable;
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync(hub: hub.Url);
        var message = (await app.TakeAsync<AnnounceMessage>(StorageNames.AnnounceQueue))!;

        await Assert.ThrowsAsync<HttpRequestException>(() => app.First.Announcements.AnnounceAsync(message, default));
        Assert.Contains("answered 503", await app.First.Announcements.GetProblemAsync(default), StringComparison.Ordinal);

        hub.Answer = HttpStatusCode.NoContent;
        await app.First.Announcements.AnnounceAsync(message, default);
        Assert.Null(await app.First.Announcements.GetProblemAsync(default));
        Assert.Equal(2, hub.Requests.Count);
    }

    [Fact]
    public async Task A_hub_that_cannot_be_reached_is_named()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync(hub: new Uri($"http://localhost:{LocalPorts.Free(1)[0]}/"));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(
            async () => await app.First.Announcements.AnnounceAsync(
                (await app.TakeAsync<AnnounceMessage>(StorageNames.AnnounceQueue))!, default));

        Assert.Contains("cannot be reached", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_failed_five_times_is_given_up_until_the_next_one()
    {
        using var hub = RecordingServer.Start();
        hub.Answer = HttpStatusCode.InternalServerError;
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync(hub: hub.Url);
        var message = (await app.TakeAsync<AnnounceMessage>(StorageNames.AnnounceQueue))!;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => app.First.Announcements.AnnounceAsync(message, default));
        }

        await app.First.Announcements.AbandonAsync(JsonSerializer.Serialize(message), default);

        Assert.Contains(
            "This change will not be announced; the next one will.",
            await app.First.Announcements.GetProblemAsync(default),
            StringComparison.Ordinal);
        app.Clock.Advance(s_stalled);
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.AnnounceQueue));
        hub.Answer = HttpStatusCode.NoContent;
        await app.SetUpGoodShowAsync("Another title", hub.Url);
        await new TestHost(app).RunAsync();
        Assert.Equal(6, hub.Requests.Count);
        Assert.Null(await app.First.Announcements.GetProblemAsync(default));
    }

    [Fact]
    public async Task Of_several_changes_the_newest_is_told_once_and_older_messages_find_nothing_to_do()
    {
        using var hub = RecordingServer.Start();
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync("One title", hub.Url);
        await app.SetUpGoodShowAsync("Two titles", hub.Url);
        await app.SetUpGoodShowAsync("Three titles", hub.Url);
        Assert.Equal(3, await app.CountMessagesAsync(StorageNames.AnnounceQueue));

        await new TestHost(app).RunAsync();

        Assert.Single(hub.Requests);
        Assert.Equal((await app.ShowAsync()).Version, (await RowAsync(app))!.Done);
    }

    [Fact]
    public async Task A_change_that_comes_while_the_hub_is_told_has_a_message_of_its_own()
    {
        using var hub = RecordingServer.Start();
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        await app.SetUpGoodShowAsync("One title", hub.Url);
        var message = (await app.TakeAsync<AnnounceMessage>(StorageNames.AnnounceQueue))!;
        second.Storage.BeforeNext("PUT", () => app.SetUpGoodShowAsync("Two titles", hub.Url));

        await second.Announcements.AnnounceAsync(message, default);

        var row = await RowAsync(app);
        Assert.Equal((message.Version, message.Version + 1), (row!.Done, row.Queued));
        await new TestHost(app).RunAsync();
        Assert.Equal(2, hub.Requests.Count);
    }

    [Fact]
    public async Task Two_instances_that_ask_at_once_send_one_message()
    {
        using var hub = RecordingServer.Start();
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        app.First.Storage.BeforeNext("POST", () => second.Announcements.QueueAsync(default));

        await app.SetUpGoodShowAsync(hub: hub.Url);

        Assert.Equal(1, await app.CountMessagesAsync(StorageNames.AnnounceQueue));
    }

    [Theory]
    [InlineData("{ nonsense")]
    [InlineData("[]")]
    public async Task A_poison_message_that_nobody_can_read_is_logged_and_dropped(string message)
    {
        await using var app = await azurite.StartAppAsync();

        await app.First.Announcements.AbandonAsync(message, default);

        Assert.Empty(app.First.Storage.Writes);
        Assert.Contains(app.First.Log.Errors, line => line.Contains(message, StringComparison.Ordinal));
    }

    private static async Task<Announcement?> RowAsync(TestApp app) => (await new AnnouncementStore(app.Tables).FindAsync(default))?.Value;
}
