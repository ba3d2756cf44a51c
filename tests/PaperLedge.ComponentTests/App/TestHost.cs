using System.Text.Json;
using Azure.Storage.Queues.Models;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;

namespace PaperLedge.ComponentTests.App;

/// <summary>
/// Does what the Azure Functions host does: delivers events and messages until they succeed or were tried five times, runs the
/// timer, and starts a new instance in the place of one that was killed.
/// </summary>
internal sealed class TestHost(TestApp app)
{
    /// <summary>As in host.json.</summary>
    private const int MaxDequeueCount = 5;

    /// <summary>As many as a queue gives at once.</summary>
    private const int MaxMessages = 32;

    private const int MaxRounds = 12;

    /// <summary>Longer than a lease, than an upload may be missed and than an episode may be stalled.</summary>
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(1000);

    private readonly List<(string BlobName, int Tries)> _events = [];

    public AppInstance Instance { get; private set; } = app.First;

    /// <summary>Prepares each instance that takes the place of a killed one.</summary>
    public Action<AppInstance>? Started { get; init; }

    /// <summary>How many messages were given up.</summary>
    public int Abandoned { get; private set; }

    public async Task UploadAsync(string name, byte[] content)
    {
        await app.UploadAsync(name, content);
        _events.Add((name, 0));
    }

    public Task UploadAsync(string name, string content) => UploadAsync(name, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Goes on until nothing is left to do.</summary>
    public async Task RunAsync()
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var (instance, writes) = (Instance, Instance.Storage.Writes.Count);
            await DeliverEventsAsync();
            await DeliverAsync(StorageNames.PrepareQueue, WorkAsync, body => Instance.TranscriptionJob.AbandonAsync(body, default));
            await DeliverAsync(StorageNames.TranscribeQueue, WorkAsync, body => Instance.TranscriptionJob.AbandonAsync(body, default));
            await DeliverAsync(StorageNames.AnnounceQueue, AnnounceAsync, body => Instance.Announcements.AbandonAsync(body, default));
            app.Clock.Advance(s_round);
            // A round in which nothing is written leaves nothing to do for the next.
            if (await TryAsync(() => Instance.TidyJob.RunAsync(default)) && Instance == instance && Instance.Storage.Writes.Count == writes)
            {
                await AssertIsQuietAsync();
                return;
            }
        }

        Assert.Fail($"After {MaxRounds} rounds there is still something to do. {string.Join('\n', Instance.Log.Lines.TakeLast(30))}");
    }

    private Task WorkAsync(BinaryData body) =>
        Instance.TranscriptionJob.RunAsync(body.ToObjectFromJson<WorkMessage>(JsonSerializerOptions.Web)!, default);

    private Task AnnounceAsync(BinaryData body) =>
        Instance.Announcements.AnnounceAsync(body.ToObjectFromJson<AnnounceMessage>(JsonSerializerOptions.Web)!, default);

    private async Task DeliverEventsAsync()
    {
        foreach (var (name, tries) in _events.ToList())
        {
            _events.RemoveAt(0);
            if (!await TryAsync(() => Instance.UploadRegistration.RegisterAsync(name, default)))
            {
                Assert.True(tries + 1 < MaxDequeueCount, $"The event of {name} failed {MaxDequeueCount} times.");
                _events.Add((name, tries + 1));
            }
        }
    }

    /// <summary>Every message that is there now, once.</summary>
    private async Task DeliverAsync(string name, Func<BinaryData, Task> work, Func<string, Task> abandon)
    {
        var queue = app.Queues.GetQueueClient(name);
        QueueMessage[] messages = (await queue.ReceiveMessagesAsync(MaxMessages, TimeSpan.FromHours(1))).Value;
        foreach (var message in messages)
        {
            if (await TryAsync(() => work(message.Body)))
            {
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
            else if (message.DequeueCount < MaxDequeueCount)
            {
                await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero);
            }
            else
            {
                Abandoned++;
                await abandon(message.Body.ToString());
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }
    }

    /// <returns>False if the work failed or its process was killed.</returns>
    private async Task<bool> TryAsync(Func<Task> work)
    {
        var failed = false;
        try
        {
            await work();
        }
        catch (Exception exception)
        {
            Instance.Log.Lines.Enqueue((Microsoft.Extensions.Logging.LogLevel.Warning, $"The host delivers again: {exception.Message}"));
            failed = true;
        }

        if (!Instance.Storage.IsKilled)
        {
            return !failed;
        }

        Instance = app.AddInstance();
        Started?.Invoke(Instance);
        return false;
    }

    private async Task AssertIsQuietAsync()
    {
        Assert.Empty(_events);
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.PrepareQueue));
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.AnnounceQueue));
        Assert.True(await app.Ledger.ListEpisodesAsync(default).AllAsync(
            episode => episode.Value.Leftovers.Count == 0
                && episode.Value.Status != EpisodeStatus.Queued
                && episode.Value.PendingCorrection is null));
    }
}
