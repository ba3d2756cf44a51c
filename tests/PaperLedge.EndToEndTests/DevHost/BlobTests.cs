using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaperLedge.EndToEndTests.DevHost;

[Collection(DevHostTests.Name)]
public sealed class BlobTests(AzuriteFixture azurite)
{
    private readonly SampleStorage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task A_blob_is_announced_when_it_is_new_changed_or_back_again()
    {
        await using var host = SampleHost.Start(_storage.Settings());
        var blob = await _storage.UploadAsync("events", "folder/a.txt", "ok one");
        await host.SeeAsync("end ok one (announced folder/a.txt)");
        await _storage.UploadAsync("events", "folder/a.txt", "ok two");
        await host.SeeAsync("end ok two (announced folder/a.txt)");
        await blob.DeleteAsync();
        await Task.Delay(TimeSpan.FromSeconds(1)); // longer than the pause between two looks
        await _storage.UploadAsync("events", "folder/a.txt", "ok two");
        await host.SeeAsync("end ok two", times: 2);
        Assert.Equal(3, host.Told.Count(line => line.StartsWith("end", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Blobs_of_the_time_without_a_host_and_of_the_last_ten_minutes_are_announced_at_its_start()
    {
        await using (var first = SampleHost.Start(_storage.Settings()))
        {
            await _storage.UploadAsync("events", "a.txt", "ok a");
            await first.SeeAsync("end ok a");
            // The record is written after the announcement.
            await Task.Delay(TimeSpan.FromSeconds(1));
            Assert.Equal(0, await first.TerminateAsync());
        }

        // One that was announced eleven minutes ago was surely delivered.
        var old = await _storage.UploadAsync("events", "c.txt", "ok c");
        var record = _storage.Notes.GetBlobClient($"devhost/{_storage.Prefix}/announced.json");
        var announced = JsonNode.Parse((await record.DownloadContentAsync()).Value.Content)!.AsObject();
        announced[$"OnEvent {_storage.Prefix}-events/c.txt"] = new JsonObject
        {
            ["ETag"] = (await old.GetPropertiesAsync()).Value.ETag.ToString().Trim('"'),
            ["At"] = TimeProvider.System.GetUtcNow().AddMinutes(-11),
        };
        await record.UploadAsync(BinaryData.FromString(announced.ToJsonString()), overwrite: true);

        await _storage.UploadAsync("events", "d.txt", "ok d");
        await using var host = SampleHost.Start(_storage.Settings());
        await host.SeeAsync("end ok d");
        await host.SeeAsync("end ok a");
        Assert.DoesNotContain(host.Told, line => line.Contains("ok c", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_can_be_delivered_twice()
    {
        await using var host = SampleHost.Start(_storage.Settings(("DevHost__DuplicateEvents", "true")));
        await _storage.UploadAsync("events", "a.txt", "ok twice");

        await host.SeeAsync("end ok twice (announced a.txt)", times: 2);
    }

    [Fact]
    public async Task A_failing_blob_is_poisoned_with_the_hosts_message()
    {
        await using var host = SampleHost.Start(_storage.Settings());
        await _storage.UploadAsync("events", "bad.txt", "fail one");

        JsonElement poison;
        do
        {
            poison = JsonDocument.Parse(SampleStorage.Text(await _storage.ReceiveAsync("webjobs-blobtrigger-poison"))).RootElement;
        }
        while (poison.GetProperty("ContainerName").GetString() != $"{_storage.Prefix}-events");

        Assert.Equal(
            ("Host.Functions.OnEvent", "bad.txt"),
            (poison.GetProperty("FunctionId").GetString(), poison.GetProperty("BlobName").GetString()));
        Assert.Equal(["begin fail one (announced bad.txt)", "begin fail one (announced bad.txt)"], host.Told);
    }

    [Fact]
    public async Task A_scanned_container_runs_each_version_of_a_blob_once_whatever_restarts()
    {
        await _storage.UploadAsync("inbox", "folder/a.b.txt", "ok first");
        await using (var host = SampleHost.Start(_storage.Settings()))
        {
            await host.SeeAsync("end ok first (from folder/a.b of txt)");
            Assert.Equal(0, await host.TerminateAsync());
        }

        await using var again = SampleHost.Start(_storage.Settings());
        await _storage.UploadAsync("inbox", "new.txt", "ok second");
        await again.SeeAsync("end ok second");
        Assert.DoesNotContain(again.Told, line => line.Contains("first", StringComparison.Ordinal));
    }
}
