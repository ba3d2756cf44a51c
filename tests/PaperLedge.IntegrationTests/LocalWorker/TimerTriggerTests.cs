using System.Text.Json;

namespace PaperLedge.IntegrationTests.LocalWorker;

[Collection(LocalWorkerTests.Name)]
public sealed class TimerTriggerTests(AzuriteFixture azurite)
{
    private readonly SampleStorage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task A_timer_runs_again_and_again_but_never_twice_at_once()
    {
        await using var app = SampleProcess.Start(_storage.Settings(("Schedule", "* * * * * *")));

        await app.SeeAsync("timer done", times: 3);
        Assert.Equal(["due", "done", "due", "done", "due", "done"], app.Told.Take(6).Select(t => t.Split(' ')[1]));
    }

    [Fact]
    public async Task A_run_that_no_process_saw_is_made_up_for_once()
    {
        await WriteStatusAsync(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using (var app = SampleProcess.Start(_storage.Settings()))
        {
            await app.SeeAsync("timer done");
            Assert.Equal(["timer late", "timer done"], app.Told);
            Assert.Equal(0, await app.TerminateAsync());
        }

        var status = JsonDocument.Parse((await Status.DownloadContentAsync()).Value.Content).RootElement;
        Assert.True(status.GetProperty("Last").GetDateTime().Year > 2020);
        await using var again = SampleProcess.Start(_storage.Settings());
        await again.ReadyAsync();
        await Task.Delay(500);
        Assert.Empty(again.Told);
    }

    [Fact]
    public async Task A_killed_run_is_made_up_for()
    {
        await WriteStatusAsync(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using (var killed = SampleProcess.Start(_storage.Settings()))
        {
            await killed.SeeAsync("timer late");
            await killed.KillAsync();
        }

        await using var app = SampleProcess.Start(_storage.Settings());
        await app.SeeAsync("timer late");
    }

    private Azure.Storage.Blobs.BlobClient Status => _storage.Notes.GetBlobClient($"timers/{_storage.Prefix}/Host.Functions.OnTimer/status");

    private async Task WriteStatusAsync(DateTime last)
    {
        await _storage.Notes.CreateIfNotExistsAsync();
        await Status.UploadAsync(BinaryData.FromObjectAsJson(new { Last = last, Next = last.AddYears(1), LastUpdated = last }), overwrite: true);
    }
}
