using System.Diagnostics;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Resilience;

[Trait("Proof", "long")]
public class QueueDrainTests(ITestOutputHelper output)
{
    /// <summary>In a soak on two cores 10,000 take about three minutes.</summary>
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
        await Parallel.ForEachAsync(
            Enumerable.Range(0, s_messages),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (piece, token) => await queue.SendMessageAsync(
                BinaryData.FromObjectAsJson(new WorkMessage("gone", "0123456789abcdef", piece)), cancellationToken: token));
        output.WriteLine($"Sent {s_messages} messages in {watch.Elapsed.TotalSeconds:0} s");
        while ((await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount > 0)
        {
            Assert.True(watch.Elapsed < s_limit, $"After {s_limit.TotalMinutes} minutes there are still messages");
            await Task.Delay(500);
        }

        output.WriteLine($"The queue was empty after {watch.Elapsed.TotalSeconds:0} s");
        Assert.Equal(recognised, await CountAsync());
        Assert.Equal(
            0, (await app.Queues.GetQueueClient(StorageNames.TranscribePoisonQueue).GetPropertiesAsync()).Value.ApproximateMessagesCount);

        async Task<int> CountAsync() =>
            (await File.ReadAllLinesAsync(app.LogPath)).Count(line => line.Contains(": transcribing piece ", StringComparison.Ordinal));
    }
}
