using PaperLedge.Cli.Processes;
using System.Net;
using System.Net.Sockets;

namespace PaperLedge.IntegrationTests.LocalWorker;

[Collection(LocalWorkerTests.Name)]
public sealed class StartTests(AzuriteFixture azurite)
{
    private readonly SampleStorage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task The_start_lists_the_functions_and_what_sets_them_off()
    {
        await using var app = SampleProcess.Start(_storage.Settings());
        await app.ReadyAsync();

        foreach (var line in new[]
        {
            "Echo: [GET,HEAD] /echo/{text}.{ext}", "Locked: [any method] /Locked (function key)", $"OnMessage: queue '{_storage.Prefix}-work'",
            $"OnEvent: blobs '{_storage.Prefix}-events/…', as Event Grid", "OnTimer: schedule '0 0 0 1 1 *'",
        })
        {
            await app.SeeAsync(line);
        }
    }

    [Theory]
    [InlineData("Schedule", "noon", "Function 'OnTimer': the schedule 'noon' has 1 fields")]
    [InlineData("Prefix", "UPPER", "names no queue")]
    [InlineData("AzureWebJobsStorage", "nonsense", "The setting 'AzureWebJobsStorage' is no storage connection string")]
    [InlineData("LocalWorker__Prot", "7071", "Prot")]
    [InlineData("AzureFunctionsJobHost__extensions__queues__batchSize", "33", "BatchSize")]
    public async Task An_app_that_cannot_start_says_why_and_ends(string setting, string value, string problem)
    {
        await using var app = SampleProcess.Start(_storage.Settings((setting, value)));

        Assert.Equal(2, await app.ExitAsync());
        await app.SeeAsync(problem);
        Assert.DoesNotContain(app.Lines, l => l.TrimStart().StartsWith("at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_of()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var app = SampleProcess.Start(_storage.Settings(("LocalWorker__Port", $"{port}")));

        Assert.Equal(2, await app.ExitAsync());
        await app.SeeAsync($"Port {port} is taken by another process");
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_told_of_while_HTTP_is_served()
    {
        var port = LocalPorts.Free(1)[0];
        var nowhere = $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:{port}/a;QueueEndpoint=http://127.0.0.1:{port}/a";
        await using var app = SampleProcess.Start(_storage.Settings(("AzureWebJobsStorage", nowhere)));
        using var http = new HttpClient { BaseAddress = await app.AddressAsync() };

        Assert.Equal("root of 127.0.0.1", await http.GetStringAsync("/"));
        var error = await app.SeeAsync("cannot be used");
        Assert.Contains($"http://127.0.0.1:{port}/a", error, StringComparison.Ordinal);
        Assert.Contains("Start Azurite, or set AzureWebJobsStorage", error, StringComparison.Ordinal);
        Assert.Equal(0, await app.TerminateAsync());
    }
}
