using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;

namespace PaperLedge.EndToEndTests.Resilience;

public class StopTests
{
    [Fact]
    public async Task A_transcription_that_a_stop_cuts_off_costs_no_attempt_and_no_wait()
    {
        var settings = new Dictionary<string, string?>(QuickSettings.ForLiving)
        {
            ["DevHost__StopWait"] = "00:00:01",
            // Azure's host gives no more, and keeps the message for its ten minutes.
            ["DevHost__WorkerGrace"] = "00:00:02",
            ["DevHost__MessageLease"] = "00:10:00",
            // Far longer than this test waits.
            ["Transcription__LeaseSeconds"] = "3600",
            ["Tidy__StalledSeconds"] = "3600",
        };
        await using var app = await RunningApp.StartAsync("stop", settings);
        await app.PublishShowAsync();
        var audio = await Ffmpeg.LongAsync();
        await app.UploadAsync("long.mp3", audio);
        await Eventually.IsTrueAsync(
            async () => await app.FindPieceAsync() is { } piece && piece.GetInt32("Begun") == 1 && piece.GetInt32("Words") > 100,
            "some of it is transcribed",
            app);

        await app.StopAsync();
        var piece = await app.FindPieceAsync();
        Assert.Equal(0, piece!.GetInt32("Begun"));
        Assert.True(piece.GetDateTimeOffset("LeaseUntil") <= TimeProvider.System.GetUtcNow());
        // The message that was being worked on is hidden for its ten minutes; this is a fresh one.
        Assert.NotNull((await app.Queues.GetQueueClient(StorageNames.TranscribeQueue).PeekMessageAsync()).Value);

        await app.RestartAsync();
        await app.WaitForAsync("long", "published");
        // The second attempt went on from the first, and says what an attempt without a stop says.
        await app.UploadAsync("again.mp3", audio);
        await app.WaitForAsync("again", "published");
        Assert.Equal(
            await app.Http.GetStringAsync("episodes/again/transcript.srt"), // which holds no title and no date
            await app.Http.GetStringAsync("episodes/long/transcript.srt"));
    }
}
