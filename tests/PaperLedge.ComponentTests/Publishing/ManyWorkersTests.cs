using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;
using PaperLedge.TestSupport;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>
/// Several workers with the app's own engine read one episode: in any order, killed at any write, and with every message delivered twice.
/// What is published is the same to the bit. The short form reads two minutes with a model of random weights; the long form an hour
/// with the built-in model.
/// </summary>
[Collection(nameof(AzuriteCollection))]
[Trait("Proof", "long")]
public class ManyWorkersTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const string Slug = "talk";

    private static readonly (string Name, string Value)[] s_settings = Soak.IsOn
        ? [("Transcription:PieceSeconds", "300")]
        : [("Transcription:PieceSeconds", "20"), ("Whisper:Model", RandomModel.FilePath), ("Whisper:WindowSeconds", "8")];

    private static readonly Lazy<Task<byte[]>> s_lazyAudio = new(MakeAudioAsync);

    [Fact]
    public async Task One_two_and_four_workers_publish_the_same_and_do_each_piece_once()
    {
        var expected = await RunAsync(workers: 1, seed: 0);
        foreach (var workers in (int[])[2, 4])
        {
            Assert.Equal(expected, await RunAsync(workers, seed: workers));
        }
    }

    [Fact]
    public async Task Kills_and_messages_that_come_twice_change_nothing()
    {
        var expected = await RunAsync(workers: 1, seed: 0);
        foreach (var seed in Soak.IsOn ? Enumerable.Range(1, 4) : [1])
        {
            Assert.Equal(expected, await RunAsync(workers: 2, seed, isDisturbed: true));
        }
    }

    private async Task<string> RunAsync(int workers, int seed, bool isDisturbed = false)
    {
        await using var app = await azurite.StartAppAsync(s_settings);
        var started = TimeProvider.System.GetTimestamp();
        await app.UploadAsync($"{Slug}.mp3", await s_lazyAudio.Value);
        await app.First.UploadRegistration.RegisterAsync($"{Slug}.mp3", default);
        var version = (await app.ShowAsync()).Version;
        var run = new Run(app, new Random(seed), isDisturbed);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => run.WorkAsync()));

        var episode = await app.EpisodeAsync(Slug);
        Assert.True(episode.Status == EpisodeStatus.Published, $"{episode.Status}: {episode.Problem}");
        Assert.Equal(version + 1, (await app.ShowAsync()).Version);
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(0, await app.CountWorkAsync());
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{workers} workers, {run.Kills} kills: {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s, " +
            $"pieces begun {run.Begun}, distinct {run.Pieces}"));
        if (!isDisturbed)
        {
            Assert.Equal(run.Pieces, run.Begun);
        }

        var rows = (await app.RowsAsync(StorageNames.SegmentsTable))
            .OrderBy(row => row.RowKey, StringComparer.Ordinal)
            .Select(row => JsonSerializer.Serialize(
                row.Where(column => column.Key is not ("odata.etag" or "Timestamp" or "PartitionKey" or "RowKey" or "Plan" or "Finished"))
                    .ToDictionary()));
        return string.Join('\n', rows) + await app.TranscriptAsync(Slug, TranscriptFormat.Srt);
    }

    private static async Task<byte[]> MakeAudioAsync()
    {
        var sample = Path.Combine(PaperLedge.Cli.Repository.Samples, "a-theory-of-communication.mp3");
        var seconds = Soak.IsOn ? 3600 : 120;
        return await Clips.MakeAsync(
            "mp3", "-stream_loop", "-1", "-i", sample, "-t", seconds.ToString(CultureInfo.InvariantCulture),
            "-map", "0:a", "-map_metadata", "-1", "-b:a", "64k");
    }

    /// <summary>The queues of one app, and the workers that take messages from them until none is left.</summary>
    private sealed class Run(TestApp app, Random random, bool isDisturbed)
    {
        private static readonly string[] s_queues = [StorageNames.PrepareQueue, StorageNames.TranscribeQueue];

        private readonly Lock _lock = new();
        private readonly HashSet<string> _pieces = [];
        private int _busy;
        private int _hosts;

        public int Kills { get; private set; }

        public int Begun { get; private set; }

        public int Pieces { get; private set; }

        private static int MostKills => Soak.IsOn ? 25 : 6;

        public async Task WorkAsync()
        {
            var instance = Start();
            while (true)
            {
                if (await TakeAsync() is not var (queue, message))
                {
                    if (IsOver() && await IsEmptyAsync())
                    {
                        Note(instance);
                        return;
                    }

                    await Task.Delay(50);
                    continue;
                }

                if (isDisturbed)
                {
                    PlanKill(instance);
                }

                var isDone = await TryAsync(instance, message);
                if (instance.Storage.IsKilled)
                {
                    Note(instance);
                    Kills++;
                    instance = Start();
                    // Its lease ends.
                    app.Clock.Advance(TimeSpan.FromSeconds(60));
                    isDone = false;
                }

                await AnswerAsync(queue, message, isDone);
            }
        }

        // A host of its own: the loss of a host does not count against the episode.
        private AppInstance Start()
        {
            var host = Interlocked.Increment(ref _hosts);
            return app.AddInstance(settings: [("Functions:Worker:HostEndpoint", $"http://127.0.0.1:{host}/")], withModel: true);
        }

        private async Task<(string Queue, QueueMessage Message)?> TakeAsync()
        {
            lock (_lock)
            {
                _busy++;
            }

            foreach (var queue in s_queues)
            {
                if ((await app.Queues.GetQueueClient(queue).ReceiveMessageAsync(TimeSpan.FromHours(1))).Value is { } message)
                {
                    if (isDisturbed && message.DequeueCount == 1 && Next(2) == 0)
                    {
                        await app.Queues.GetQueueClient(queue).SendMessageAsync(message.Body);
                    }

                    return (queue, message);
                }
            }

            lock (_lock)
            {
                _busy--;
            }

            return null;
        }

        private static async Task<bool> TryAsync(AppInstance instance, QueueMessage message)
        {
            try
            {
                await instance.TranscriptionJob.RunAsync(message.Body.ToObjectFromJson<WorkMessage>(JsonSerializerOptions.Web)!, default);
                return true;
            }
            catch (Exception) when (instance.Storage.IsKilled)
            {
                return false;
            }
        }

        private async Task AnswerAsync(string queue, QueueMessage message, bool isDone)
        {
            var client = app.Queues.GetQueueClient(queue);
            if (isDone)
            {
                await client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
            else
            {
                await client.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero);
            }

            lock (_lock)
            {
                _busy--;
            }
        }

        private void PlanKill(AppInstance instance)
        {
            lock (_lock)
            {
                if (Kills < MostKills)
                {
                    // The preparation of an hour writes often; it must come through before it has lost the most hosts that it may.
                    var most = Soak.IsOn && random.Next(2) == 0 ? 60 : 6;
                    instance.Storage.Plan(1 + random.Next(most), WriteFault.Last);
                }
            }
        }

        private void Note(AppInstance instance)
        {
            var begun = instance.Log.Lines
                .Where(line => line.Text.Contains(": transcribing piece ", StringComparison.Ordinal))
                .Select(line => line.Text.Split(" of revision")[0])
                .ToList();
            lock (_lock)
            {
                Begun += begun.Count;
                _pieces.UnionWith(begun);
                Pieces = _pieces.Count;
            }
        }

        private int Next(int most)
        {
            lock (_lock)
            {
                return random.Next(most);
            }
        }

        private bool IsOver()
        {
            lock (_lock)
            {
                return _busy == 0;
            }
        }

        private async Task<bool> IsEmptyAsync()
        {
            foreach (var queue in s_queues)
            {
                if (await app.CountMessagesAsync(queue) > 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
