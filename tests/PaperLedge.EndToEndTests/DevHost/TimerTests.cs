using System.Text.Json;
using Azure.Storage.Blobs;

namespace PaperLedge.EndToEndTests.DevHost;

[Collection(DevHostTests.Name)]
public sealed class TimerTests(AzuriteFixture azurite)
{
    private readonly SampleStorage _storage = new(azurite.ConnectionString);

    private BlobClient Status => _storage.Notes.GetBlobClient($"timers/{_storage.Prefix}/Host.Functions.OnTimer/status");

    [Fact]
    public async Task A_timer_runs_again_and_again_but_never_twice_at_once()
    {
        await using var host = SampleHost.Start(_storage.Settings(("Schedule", "* * * * * *")));

        await host.SeeAsync("timer done", times: 3);
        Assert.Equal(["due", "done", "due", "done", "due", "done"], host.Told.Take(6).Select(line => line.Split(' ')[1]));
    }

    [Fact]
    public async Task A_run_that_no_host_saw_or_finished_is_made_up_for_once()
    {
        await _storage.Notes.CreateIfNotExistsAsync();
        var last = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await Status.UploadAsync(
            BinaryData.FromObjectAsJson(new { Last = last, Next = last.AddYears(1), LastUpdated = last }), overwrite: true);
        await using (var killed = SampleHost.Start(_storage.Settings()))
        {
            await killed.SeeAsync("timer late");
            await killed.KillAsync();
        }

        await using (var host = SampleHost.Start(_storage.Settings()))
        {
            await host.SeeAsync("timer done");
            Assert.Equal(["timer late", "timer done"], host.Told);
            Assert.Equal(0, await host.TerminateAsync());
        }

        var status = JsonDocument.Parse((await Status.DownloadContentAsync()).Value.Content).RootElement;
        Assert.True(status.GetProperty("Last").GetDateTime().Year > 2020);
        await using var again = SampleHost.Start(_storage.Settings());
        await again.ReadyAsync();
        await Task.Delay(500);
        Assert.Empty(again.Told);
    }
}
