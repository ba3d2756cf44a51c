using System.Text.Json;

namespace PaperLedge.IntegrationTests.LocalWorker;

[Collection(LocalWorkerTests.Name)]
public sealed class BlobTriggerTests(AzuriteFixture azurite)
{
    private readonly SampleStorage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task Each_version_of_a_blob_runs_the_function_once_whatever_restarts()
    {
        await _storage.UploadAsync("inbox", "folder/a.b.txt", "ok first");
        await _storage.UploadAsync("inbox", "no-extension", "ok unmatched");
        await using (var app = SampleProcess.Start(_storage.Settings()))
        {
            await app.SeeAsync("end ok first (from folder/a.b of txt)");
            await _storage.UploadAsync("inbox", "folder/a.b.txt", "ok second");
            await app.SeeAsync("end ok second (from folder/a.b of txt)");
            await app.TerminateAsync();
            Assert.Equal(4, app.Told.Count);
        }

        await using var again = SampleProcess.Start(_storage.Settings());
        await _storage.UploadAsync("inbox", "new.txt", "ok third");
        await again.SeeAsync("end ok third");
        Assert.Equal(2, again.Told.Count);
    }

    [Fact]
    public async Task A_deleted_blob_that_comes_back_runs_again()
    {
        await using var app = SampleProcess.Start(_storage.Settings());
        var blob = await _storage.UploadAsync("inbox", "a.txt", "ok one");
        await app.SeeAsync("end ok one");
        await blob.DeleteAsync();
        await _storage.UploadAsync("inbox", "a.txt", "ok one");

        await app.SeeAsync("end ok one", times: 2);
    }

    [Fact]
    public async Task A_failing_blob_is_poisoned_with_the_hosts_message()
    {
        await using var app = SampleProcess.Start(_storage.Settings());
        var blob = await _storage.UploadAsync("inbox", "bad.txt", "fail one");
        var eTag = (await blob.GetPropertiesAsync()).Value.ETag.ToString().Trim('"');

        JsonElement poison;
        do
        {
            poison = JsonDocument.Parse(SampleStorage.Text(await _storage.ReceiveAsync("webjobs-blobtrigger-poison"))).RootElement;
        }
        while (poison.GetProperty("ContainerName").GetString() != $"{_storage.Prefix}-inbox");

        Assert.Equal(
            $$"""{"Type":"BlobTrigger","FunctionId":"Host.Functions.OnBlob","BlobType":"BlockBlob","ContainerName":"{{_storage.Prefix}}-inbox","BlobName":"bad.txt","ETag":"{{eTag}}"}""",
            poison.GetRawText());
        Assert.Equal(["begin fail one (from bad of txt)", "begin fail one (from bad of txt)"], app.Told);
    }

    [Fact]
    public async Task Work_for_a_version_that_was_replaced_is_dropped_but_an_event_is_delivered()
    {
        await _storage.UploadAsync("inbox", "a.txt", "ok noticed");
        await _storage.UploadAsync("events", "a.txt", "ok announced");
        await using (var first = SampleProcess.Start(_storage.Settings()))
        {
            await first.SeeAsync("end ok noticed");
            await first.SeeAsync("end ok announced");
            await first.TerminateAsync();
        }

        foreach (var (function, container) in new[] { ("OnBlob", "inbox"), ("OnEvent", "events") })
        {
            await _storage.SendAsync(
                $"webjobs-blobtrigger-{_storage.Prefix}",
                $$"""{"Type":"BlobTrigger","FunctionId":"Host.Functions.{{function}}","BlobType":"BlockBlob","ContainerName":"{{_storage.Prefix}}-{{container}}","BlobName":"a.txt","ETag":"\"0xOLD\""}""");
        }

        await using var app = SampleProcess.Start(_storage.Settings());
        await app.SeeAsync("was replaced by");
        await app.SeeAsync("end ok announced");
        await _storage.EmptiedAsync($"webjobs-blobtrigger-{_storage.Prefix}");
        Assert.DoesNotContain(app.Told, t => t.Contains("noticed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_may_be_delivered_twice()
    {
        await using var app = SampleProcess.Start(_storage.Settings(("LocalWorker__DuplicateEvents", "true")));
        await _storage.UploadAsync("events", "a.txt", "ok twice");
        await _storage.UploadAsync("inbox", "a.txt", "ok once");

        await app.SeeAsync("end ok twice (announced a.txt)", times: 2);
        await app.SeeAsync("end ok once");
        await _storage.EmptiedAsync($"webjobs-blobtrigger-{_storage.Prefix}");
        Assert.Equal(1, app.Told.Count(t => t.StartsWith("end ok once", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Work_that_is_no_blob_message_is_poisoned_and_the_rest_goes_on()
    {
        await using var app = SampleProcess.Start(_storage.Settings());
        await _storage.SendAsync($"webjobs-blobtrigger-{_storage.Prefix}", "{}");
        await app.SeeAsync("was moved to 'webjobs-blobtrigger-poison'");
        await _storage.UploadAsync("inbox", "a.txt", "ok after");

        await app.SeeAsync("end ok after");
    }

    [Fact]
    public async Task However_often_the_process_is_killed_no_blob_is_lost()
    {
        const int Blobs = 20;
        var settings = _storage.Settings(("AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold", "20"));
        var ended = new HashSet<string>();
        for (var i = 0; i < Blobs; i++)
        {
            await _storage.UploadAsync("inbox", $"{i:00}.txt", $"brief {i:00}");
        }

        // Killed as soon as the first, the third, … of its blobs has begun: in the middle of scanning, queueing and running.
        foreach (var begun in new[] { 1, 3, 6 })
        {
            await using var killed = SampleProcess.Start(settings);
            await killed.SeeAsync("=> begin", begun);
            await killed.KillAsync();
            ended.UnionWith(Ended(killed));
        }

        await using var app = SampleProcess.Start(settings);
        await app.ReadyAsync();
        for (var i = 0; i < 300 && ended.Count < Blobs; i++)
        {
            await Task.Delay(100);
            ended.UnionWith(Ended(app));
        }

        Assert.Equal(Enumerable.Range(0, Blobs).Select(i => $"{i:00}"), ended.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Ended(SampleProcess app) =>
        app.Told.Where(t => t.StartsWith("end brief", StringComparison.Ordinal)).Select(t => t.Split(' ')[2]);
}
