using System.Diagnostics;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Resilience;

[Trait("Proof", "long")]
public class QueueDrainTests(ITestOutputHelper output)
{
    /// <summary>At most this many messages wait at a time: Azurite, unlike Azure, looks through the whole queue at each request.</summary>
    private const int Longest = 100;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    private static readonly int s_messages = Soak.IsOn ? 10_000 : 200;

    [Fact]
    public async Task Messages_of_withdrawn_episodes_are_taken_off_the_queue_and_nothing_is_recognised()
    {
        await using var app = await RunningApp.StartAsync("drain", QuickSettings.ForLiving);
        await app.PublishShowAsync();
        await app.UploadAsync("gone.mp3", await Ffmpeg.ClipAsync("mp3"));
        await app.WaitForAsync("gone", "published");
        await app.DeleteAsync("gone.mp3");
        await app.WaitForAsync("gone", "withdrawn");
        var recognised = await CountAsync();

        var queue = app.Queues.GetQueueClient(StorageNames.TranscribeQueue);
        var watch = Stopwatch.StartNew();
        for (var (sent, waiting) = (0, 0); sent < s_messages || waiting > 0; waiting = await CountWaitingAsync())
        {
            Assert.True(watch.Elapsed < s_limit, $"After {s_limit.TotalMinutes} minutes there are still messages");
            var next = Math.Min(Longest - waiting, s_messages - sent);
            if (next < Longest / 2 && sent + next < s_messages)
            {
                await Task.Delay(100);
                continue;
            }

            await Parallel.ForEachAsync(
                Enumerable.Range(sent, next),
                new ParallelOptions { MaxDegreeOfParallelism = 4 },
                async (piece, token) => await queue.SendMessageAsync(
                    BinaryData.FromObjectAsJson(new WorkMessage("gone", "0123456789abcdef", piece)), cancellationToken: token));
            sent += next;
        }

        output.WriteLine($"{s_messages} messages were taken in {watch.Elapsed.TotalSeconds:0} s");
        Assert.Equal(recognised, await CountAsync());
        Assert.Equal(
            0, (await app.Queues.GetQueueClient(StorageNames.TranscribePoisonQueue).GetPropertiesAsync()).Value.ApproximateMessagesCount);

        async Task<int> CountWaitingAsync() => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;

        async Task<int> CountAsync() =>
            (await File.ReadAllLinesAsync(app.LogPath)).Count(line => line.Contains(": transcribing piece ", StringComparison.Ordinal));
    }
}
