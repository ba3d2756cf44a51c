namespace PaperLedge.IntegrationTests.LocalWorker;

[Collection(LocalWorkerTests.Name)]
public sealed class StopTests(AzuriteFixture azurite)
{
    private readonly SampleStorage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task A_stop_lets_running_work_finish()
    {
        await using var app = SampleProcess.Start(_storage.Settings(("LocalWorker__ShutdownTimeout", "00:00:20")));
        await _storage.SendAsync("work", "slow one");
        await app.SeeAsync("begin slow one");

        Assert.Equal(0, await app.TerminateAsync());
        Assert.Equal(["begin slow one (attempt 1)", "end slow one (attempt 1)"], app.Told);
        Assert.Equal(0, await _storage.CountAsync("work"));
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("stubborn")]
    public async Task Work_that_does_not_finish_in_time_goes_back_to_its_queue_at_once(string word)
    {
        // With a lease this long, only the worker itself can have shown the message again.
        await using var app = SampleProcess.Start(_storage.Settings(
            ("LocalWorker__ShutdownTimeout", "00:00:00.500"), ("LocalWorker__TimeoutGracePeriod", "00:00:00.500"), ("LocalWorker__MessageLease", "01:00:00")));
        await _storage.SendAsync("work", $"{word} one");
        await app.SeeAsync($"begin {word} one");

        Assert.Equal(0, await app.TerminateAsync());
        var message = await _storage.ReceiveAsync("work");
        Assert.Equal(($"{word} one", 2L), (SampleStorage.Text(message), message.DequeueCount));
    }

    [Fact]
    public async Task A_blob_whose_function_was_cut_short_is_done_by_the_next_process()
    {
        await _storage.UploadAsync("inbox", "a.txt", "slow one");
        await using (var stopped = SampleProcess.Start(_storage.Settings(("LocalWorker__ShutdownTimeout", "00:00:00.200"))))
        {
            await stopped.SeeAsync("begin slow one");
            Assert.Equal(0, await stopped.TerminateAsync());
            Assert.DoesNotContain(stopped.Told, t => t.StartsWith("end", StringComparison.Ordinal));
        }

        await using var app = SampleProcess.Start(_storage.Settings());
        await app.SeeAsync("end slow one");
    }

    [Fact]
    public async Task A_function_that_ignores_the_function_timeout_ends_the_process_and_keeps_its_message()
    {
        await using var app = SampleProcess.Start(_storage.Settings(
            ("AzureFunctionsJobHost__functionTimeout", "00:00:01"), ("LocalWorker__TimeoutGracePeriod", "00:00:00.500")));
        await _storage.SendAsync("work", "stubborn one");

        Assert.Equal(3, await app.ExitAsync());
        await app.SeeAsync("still runs 00:00:00.5000000 after its cancellation at the function timeout");
        Assert.Equal("stubborn one", SampleStorage.Text(await _storage.ReceiveAsync("work")));
    }

    [Fact]
    public async Task A_function_that_heeds_the_function_timeout_has_failed()
    {
        await using var app = SampleProcess.Start(_storage.Settings(("AzureFunctionsJobHost__functionTimeout", "00:00:01")));
        await _storage.SendAsync("work", "hang one");

        Assert.Equal("hang one", SampleStorage.Text(await _storage.ReceiveAsync("work-poison")));
        Assert.Equal(["begin hang one (attempt 1)", "cancelled hang one", "begin hang one (attempt 2)", "cancelled hang one"], app.Told);
    }
}
