namespace PaperLedge.IntegrationTests.LocalWorker;

[Collection(LocalWorkerTests.Name)]
public sealed class QueueTriggerTests(AzuriteFixture azurite)
{
    private readonly SampleStorage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task A_message_runs_its_function_once_and_is_gone()
    {
        await using var app = SampleProcess.Start(_storage.Settings());
        await _storage.SendAsync("work", "ok one");
        await _storage.SendAsync("jobs", """{ "name": "two", "number": 2 }""");

        await app.SeeAsync("end ok one (attempt 1)");
        await app.SeeAsync("job two 2");
        await _storage.EmptiedAsync("work");
        await _storage.EmptiedAsync("jobs");
        Assert.Equal(1, app.Told.Count(t => t.StartsWith("begin", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_failing_message_is_tried_as_often_as_host_json_says_and_then_poisoned()
    {
        await using var app = SampleProcess.Start(_storage.Settings());
        await _storage.SendAsync("work", "fail one");

        Assert.Equal("fail one", SampleStorage.Text(await _storage.ReceiveAsync("work-poison")));
        await _storage.EmptiedAsync("work");
        Assert.Equal(["begin fail one (attempt 1)", "begin fail one (attempt 2)"], app.Told);
    }

    [Theory]
    [InlineData("jobs", "not base64!")]
    [InlineData("jobs", "bm90IGpzb24=")]
    [InlineData("jobs", "")]
    [InlineData("work", "not base64!")]
    public async Task A_message_that_cannot_be_read_is_poisoned_as_it_is(string queue, string body)
    {
        await using var app = SampleProcess.Start(_storage.Settings());
        await (await _storage.QueueAsync(queue)).SendMessageAsync(body);
        await _storage.SendAsync("work", "ok after");

        Assert.Equal(body, (await _storage.ReceiveAsync($"{queue}-poison")).Body.ToString());
        await app.SeeAsync("end ok after");
        Assert.DoesNotContain(app.Told, t => t.StartsWith("job", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_was_dequeued_too_often_is_poisoned_without_a_run()
    {
        await _storage.SendAsync("work", "ok worn out");
        var queue = await _storage.QueueAsync("work");
        for (var i = 0; i < 2; i++)
        {
            var message = (await queue.ReceiveMessageAsync()).Value;
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero);
        }

        await using var app = SampleProcess.Start(_storage.Settings());

        Assert.Equal("ok worn out", SampleStorage.Text(await _storage.ReceiveAsync("work-poison")));
        Assert.Empty(app.Told);
    }

    [Fact]
    public async Task A_run_longer_than_the_lease_keeps_its_message()
    {
        await using var app = SampleProcess.Start(_storage.Settings());
        await _storage.SendAsync("work", "slow one");

        await app.SeeAsync("end slow one (attempt 1)");
        await _storage.EmptiedAsync("work");
        Assert.Equal(["begin slow one (attempt 1)", "end slow one (attempt 1)"], app.Told);
    }

    [Fact]
    public async Task While_a_message_runs_others_are_taken_up_to_the_threshold()
    {
        await using var app = SampleProcess.Start(_storage.Settings(
            ("AzureFunctionsJobHost__extensions__queues__batchSize", "1"), ("AzureFunctionsJobHost__extensions__queues__newBatchThreshold", "1")));
        foreach (var name in new[] { "a", "b", "c" })
        {
            await _storage.SendAsync("work", $"slow {name}");
        }

        await app.SeeAsync("end slow", times: 3);
        var (now, most) = (0, 0);
        foreach (var told in app.Told)
        {
            now += told.StartsWith("begin", StringComparison.Ordinal) ? 1 : -1;
            most = Math.Max(most, now);
        }

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task With_a_batch_of_one_and_no_threshold_messages_run_one_after_the_other()
    {
        foreach (var name in new[] { "a", "b" })
        {
            await _storage.SendAsync("work", $"slow {name}");
        }

        await using var app = SampleProcess.Start(_storage.Settings(
            ("AzureFunctionsJobHost__extensions__queues__batchSize", "1"), ("AzureFunctionsJobHost__extensions__queues__newBatchThreshold", "0")));

        await app.SeeAsync("end slow", times: 2);
        Assert.Equal(["begin", "end", "begin", "end"], app.Told.Select(t => t.Split(' ')[0]));
    }

    [Fact]
    public async Task A_killed_process_leaves_its_message_to_the_next()
    {
        await _storage.SendAsync("work", "slow one");
        await using (var killed = SampleProcess.Start(_storage.Settings()))
        {
            await killed.SeeAsync("begin slow one (attempt 1)");
            await killed.KillAsync();
        }

        await using var app = SampleProcess.Start(_storage.Settings());

        await app.SeeAsync("end slow one (attempt 2)");
        await _storage.EmptiedAsync("work");
    }
}
