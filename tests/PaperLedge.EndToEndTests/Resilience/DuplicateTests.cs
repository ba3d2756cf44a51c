using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;

namespace PaperLedge.EndToEndTests.Resilience;

/// <summary>Messages and events that come twice, late or in another order lead to the rows that one of each would.</summary>
[Collection(nameof(AppCollection))]
public class DuplicateTests(AppFixture fixture)
{
    private const string Sidecar = """{"title": "Told a single time", "published": "2026-01-01"}""";

    private RunningApp App => fixture.App;

    [Fact]
    public async Task Messages_that_come_twice_while_an_episode_is_transcribed_wait_for_the_one_attempt()
    {
        var audio = await Ffmpeg.ClipAsync("wav", seconds: 20);
        var expected = await PublishAsync("said-once", audio);

        await App.UploadAsync("said-often.json", Encoding.UTF8.GetBytes(Sidecar));
        await App.UploadAsync("said-often.wav", audio);
        var revision = "";
        await Eventually.IsTrueAsync(
            async () => (revision = (await RowAsync("said-often"))?.GetString("WantedRevision") ?? "").Length > 0,
            "said-often is registered",
            App);
        for (var copy = 0; copy < 3; copy++)
        {
            await SendAsync(new WorkMessage("said-often", revision, 0));
        }

        await App.WaitForAsync("said-often", "published");
        await QueueIsEmptyAsync();
        Assert.Equal(expected, await Ledger.DescribeAsync(App, "said-often"));
        var log = await File.ReadAllTextAsync(App.LogPath);
        Assert.Equal(1, log.Split($"transcribing piece 0 of revision {revision}").Length - 1);
    }

    [Fact]
    public async Task Messages_that_come_late_change_nothing()
    {
        var audio = await Ffmpeg.ClipAsync("wav");
        await PublishAsync("said-late", await Ffmpeg.ClipAsync("wav", from: 20));
        var old = (await RowAsync("said-late"))!.GetString("PublishedRevision");
        await App.UploadAsync("said-late.wav", audio);
        await Eventually.IsTrueAsync(
            async () => (await RowAsync("said-late"))!.GetString("PublishedRevision") != old
                && (await RowAsync("said-late"))!.GetString("Leftovers") is null,
            "the second version is published and the first one swept",
            App);
        var before = await Ledger.DescribeAsync(App, "said-late");
        var present = (await RowAsync("said-late"))!.GetString("PublishedRevision");

        WorkMessage[] late =
        [
            new("said-late", present, 0), new("said-late", old, 0), new("said-late", present, 0), new("said-late", "0123456789abcdef", 0),
            new("never-said", old, 0),
        ];
        foreach (var message in late)
        {
            await SendAsync(message);
        }

        await QueueIsEmptyAsync();
        Assert.Equal(before, await Ledger.DescribeAsync(App, "said-late"));
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_given_up_and_the_others_go_on()
    {
        await App.Queues.GetQueueClient(StorageNames.TranscribeQueue).SendMessageAsync("{ nonsense");
        await PublishAsync("said-beside", await Ffmpeg.ClipAsync("wav"));

        await Eventually.IsTrueAsync(
            async () => (await File.ReadAllTextAsync(App.LogPath))
                .Contains("A message could not be read and is dropped: { nonsense", StringComparison.Ordinal),
            "the log tells of it",
            App);
        await QueueIsEmptyAsync();
        var nobodyReads = App.Queues.GetQueueClient($"{StorageNames.TranscribePoisonQueue}-poison");
        Assert.True(!await nobodyReads.ExistsAsync() || (await nobodyReads.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);
    }

    private async Task<string> PublishAsync(string slug, byte[] audio)
    {
        await App.UploadAsync($"{slug}.json", Encoding.UTF8.GetBytes(Sidecar));
        await App.UploadAsync($"{slug}.wav", audio);
        await App.WaitForAsync(slug, "published");
        await QueueIsEmptyAsync();
        return await Ledger.DescribeAsync(App, slug);
    }

    private async Task<TableEntity?> RowAsync(string slug)
    {
        var answer = await App.Tables.GetTableClient(StorageNames.LedgerTable)
            .GetEntityIfExistsAsync<TableEntity>("show", $"episode-{slug}");
        return answer.HasValue ? answer.Value : null;
    }

    private async Task SendAsync(WorkMessage message) =>
        await App.Queues.GetQueueClient(StorageNames.TranscribeQueue).SendMessageAsync(JsonSerializer.Serialize(message));

    private Task QueueIsEmptyAsync() => Eventually.IsTrueAsync(
        async () => (await App.Queues.GetQueueClient(StorageNames.TranscribeQueue).GetPropertiesAsync())
            .Value.ApproximateMessagesCount == 0,
        "the queue is empty",
        App);
}
