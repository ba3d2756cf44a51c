namespace PaperLedge.EndToEndTests.DevHost;

[Collection(DevHostTests.Name)]
public sealed class QueueTests(AzuriteFixture azurite)
{
    private readonly SampleStorage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task A_message_runs_its_function_once_and_a_failing_one_is_poisoned_after_its_attempts()
    {
        await using var host = SampleHost.Start(_storage.Settings());
        await _storage.SendAsync("work", "ok one");
        await _storage.SendAsync("jobs", """{ "name": "two", "number": 2 }""");
        await _storage.SendAsync("work", "fail three");

        await host.SeeAsync("end ok one (attempt 1)");
        await host.SeeAsync("job two 2");
        Assert.Equal("fail three", SampleStorage.Text(await _storage.ReceiveAsync("work-poison")));
        await _storage.EmptiedAsync("work");
        await _storage.EmptiedAsync("jobs");
        Assert.Equal(1, host.Told.Count(line => line.StartsWith("begin ok", StringComparison.Ordinal)));
        Assert.Equal(
            ["begin fail three (attempt 1)", "begin fail three (attempt 2)"],
            host.Told.Where(line => line.StartsWith("begin fail", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_longer_than_the_short_lease_keeps_its_message()
    {
        await using var host = SampleHost.Start(_storage.Settings());
        await _storage.SendAsync("work", "slow one");

        await host.SeeAsync("end slow one (attempt 1)");
        await _storage.EmptiedAsync("work");
        Assert.Equal(["begin slow one (attempt 1)", "end slow one (attempt 1)"], host.Told);
    }

    [Fact]
    public async Task With_a_batch_of_one_and_no_threshold_messages_run_one_after_the_other()
    {
        foreach (var name in new[] { "a", "b" })
        {
            await _storage.SendAsync("work", $"slow {name}");
        }

        await using var host = SampleHost.Start(_storage.Settings(
            ("AzureFunctionsJobHost__extensions__queues__batchSize", "1"),
            ("AzureFunctionsJobHost__extensions__queues__newBatchThreshold", "0")));

        await host.SeeAsync("end slow", times: 2);
        Assert.Equal(["begin", "end", "begin", "end"], host.Told.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task A_function_that_heeds_the_function_timeout_fails_and_its_message_is_poisoned()
    {
        await using var host = SampleHost.Start(_storage.Settings(("AzureFunctionsJobHost__functionTimeout", "00:00:01")));
        await _storage.SendAsync("work", "hang one");

        Assert.Equal("hang one", SampleStorage.Text(await _storage.ReceiveAsync("work-poison")));
        Assert.Equal(["begin hang one (attempt 1)", "cancelled hang one", "begin hang one (attempt 2)", "cancelled hang one"], host.Told);
    }

    [Fact]
    public async Task A_function_that_ignores_the_function_timeout_loses_its_worker()
    {
        await using var host = SampleHost.Start(_storage.Settings(("AzureFunctionsJobHost__functionTimeout", "00:00:01")));
        await _storage.SendAsync("work", "stubborn one");

        await host.SeeAsync("its worker is killed");
        await host.SeeAsync("The worker runs as process", times: 2);
    }
}
