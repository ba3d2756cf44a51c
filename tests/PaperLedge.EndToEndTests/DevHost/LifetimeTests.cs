using System.Net;
using System.Net.Sockets;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.EndToEndTests.DevHost;

/// <summary>Starts, stops, deaths.</summary>
[Collection(DevHostTests.Name)]
public sealed class LifetimeTests(AzuriteFixture azurite)
{
    private readonly SampleStorage _storage = new(azurite.ConnectionString);

    [Theory]
    [InlineData("Schedule", "noon", "Function 'OnTimer': 'noon' is not a schedule")]
    [InlineData("AzureWebJobsStorage", "nonsense", "The setting AzureWebJobsStorage is not a storage connection string")]
    [InlineData("DevHost__Prot", "7071", "Prot")]
    [InlineData("DevHost__MessageLease", "1.00:00:00", "DevHost__MessageLease")]
    [InlineData("AzureFunctionsJobHost__functionTimeout", "soon", "functionTimeout is 'soon'")]
    [InlineData("WEBSITE_TIME_ZONE", "Europe/Berlin", "does not support WEBSITE_TIME_ZONE")]
    [InlineData(
        "AzureFunctionsJobHost__extensions__http__maxConcurrentRequests", "5", "does not support extensions.http.maxConcurrentRequests")]
    [InlineData("FailAtStart", "a reason to fail", "a reason to fail")]
    public async Task A_host_that_cannot_start_says_why_and_ends(string setting, string value, string problem)
    {
        await using var host = SampleHost.Start(_storage.Settings((setting, value)));

        Assert.Equal(1, await host.ExitAsync());
        await host.SeeAsync(problem);
    }

    [Fact]
    public async Task A_folder_that_is_not_an_app_is_refused()
    {
        await using var host = SampleHost.Start(_storage.Settings(), app: Path.GetTempPath());

        Assert.Equal(1, await host.ExitAsync());
        await host.SeeAsync("is not a published function app");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_reported()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var host = SampleHost.Start(_storage.Settings(("DevHost__Port", $"{port}")));

        Assert.Equal(1, await host.ExitAsync());
        await host.SeeAsync($"Port {port}, wanted for HTTP functions, is in use");
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_reported_while_HTTP_is_served()
    {
        var port = LocalPorts.Free(1)[0];
        var nowhere =
            "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;" +
            $"BlobEndpoint=http://127.0.0.1:{port}/a;QueueEndpoint=http://127.0.0.1:{port}/a";
        await using var host = SampleHost.Start(_storage.Settings(("AzureWebJobsStorage", nowhere)));
        using var http = await host.HttpAsync();

        Assert.Equal("root of 127.0.0.1", await http.GetStringAsync("/"));
        await host.SeeAsync($"Storage cannot be used at http://127.0.0.1:{port}/a");
        Assert.Equal(0, await host.TerminateAsync());
    }

    [Fact]
    public async Task A_stop_lets_running_work_finish_but_does_not_cancel_what_takes_longer()
    {
        await using var host = SampleHost.Start(
            _storage.Settings(("DevHost__StopWait", "00:00:06"), ("DevHost__MessageLease", "00:10:00")));
        await _storage.SendAsync("work", "slow one");
        await _storage.SendAsync("work", "hang two");
        await host.SeeAsync("begin slow one");
        await host.SeeAsync("begin hang two");

        Assert.Equal(0, await host.TerminateAsync());
        Assert.Equal(
            ["begin hang two (attempt 1)", "begin slow one (attempt 1)", "end slow one (attempt 1)"],
            host.Told.Order(StringComparer.Ordinal));
        // The message of what did not end stays hidden until its lease ends.
        Assert.Equal(1, await _storage.CountAsync("work"));
        Assert.Null((await (await _storage.QueueAsync("work")).PeekMessageAsync()).Value);
    }

    [Fact]
    public async Task A_worker_that_dies_is_replaced_and_its_message_runs_again()
    {
        await using var host = SampleHost.Start(_storage.Settings());
        await _storage.SendAsync("work", "slow one");
        await host.SeeAsync("begin slow one (attempt 1)");
        using var worker = await host.WorkerAsync();
        worker.Kill();

        await host.SeeAsync("end slow one (attempt 2)");
        using var http = await host.HttpAsync();
        Assert.Equal("root of 127.0.0.1", await http.GetStringAsync("/"));
        await _storage.EmptiedAsync("work");
    }

    [Fact]
    public async Task A_worker_that_never_connects_is_given_up_with_its_last_words()
    {
        await using var host = SampleHost.Start(
            _storage.Settings(("HangAtStart", "waiting for something"), ("DevHost__StartLimit", "00:00:02")));

        Assert.Equal(1, await host.ExitAsync());
        await host.SeeAsync("The worker was not ready within 2 s");
        await host.SeeAsync("  waiting for something");
    }

    [Fact]
    public async Task A_worker_that_asks_for_it_is_restarted_without_counting_as_dead()
    {
        await using var host = SampleHost.Start(_storage.Settings(("DevHost__MaxWorkerDeaths", "1")));
        await _storage.SendAsync("restart", "now");

        await host.SeeAsync("The worker asked to be restarted");
        await host.SeeAsync("The worker runs as process", times: 2);
    }

    [Fact]
    public async Task A_request_whose_worker_dies_gets_an_error()
    {
        await using var host = SampleHost.Start(_storage.Settings());
        using var http = await host.HttpAsync();
        var request = http.GetAsync("/Slow");
        await host.SeeAsync("begin hang /Slow");
        using var worker = await host.WorkerAsync();
        worker.Kill();

        Assert.Equal(HttpStatusCode.InternalServerError, (await request).StatusCode);
    }

    [Fact]
    public async Task A_host_whose_worker_dies_too_often_ends()
    {
        await using var host = SampleHost.Start(_storage.Settings(("DevHost__MaxWorkerDeaths", "2")));
        for (var death = 1; death <= 2; death++)
        {
            await host.SeeAsync("The worker runs as process", times: death);
            using var http = await host.HttpAsync();
            Assert.Equal("root of 127.0.0.1", await http.GetStringAsync("/"));
            using var worker = await host.WorkerAsync();
            worker.Kill();
        }

        Assert.Equal(1, await host.ExitAsync());
        await host.SeeAsync("The worker died 2 times within 30 minutes");
    }

    [Fact]
    public async Task A_killed_host_takes_its_worker_with_it_and_leaves_its_message_to_the_next()
    {
        await _storage.SendAsync("work", "slow one");
        await using (var killed = SampleHost.Start(_storage.Settings()))
        {
            await killed.SeeAsync("begin slow one (attempt 1)");
            using var worker = await killed.WorkerAsync();
            await killed.KillAsync();
            await worker.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(5));
        }

        await using var host = SampleHost.Start(_storage.Settings());
        await host.SeeAsync("end slow one (attempt 2)");
        await _storage.EmptiedAsync("work");
    }
}
