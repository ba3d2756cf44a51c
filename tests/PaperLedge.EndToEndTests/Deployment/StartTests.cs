using System.Net;
using PaperLedge.Cli.Processes;
using PaperLedge.DevHost.Processes;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Deployment;

public class StartTests
{
    /// <summary>
    /// Azure's host gives a worker 60 s to list its functions, and then serves none of them until somebody restarts the app.
    /// </summary>
    [Fact]
    public async Task An_app_that_starts_while_storage_is_away_says_so_and_works_when_it_is_back()
    {
        var directory = Directory.CreateTempSubdirectory("paperledge-start-").FullName;
        var storage = AzuriteOptions.OnFreePorts(Path.Combine(directory, "storage"), Path.Combine(directory, "azurite.log"));
        var port = LocalPorts.Free(1)[0];
        var options = new FunctionAppOptions(directory, Path.Combine(directory, "app.log"))
        {
            Port = port,
            ConnectionString = storage.ConnectionString,
            Environment = new Dictionary<string, string?>(QuickSettings.ForLiving)
            {
                ["PublicBaseUrl"] = FunctionApp.AddressOf(port).AbsoluteUri,
                // As Azure's host: a worker that is not ready by then is given up.
                ["DevHost__StartLimit"] = "00:00:20",
                // Shows what the worker sends, whatever host.json says.
                ["AzureFunctionsJobHost__logging__logLevel__Microsoft"] = "Information",
            },
        };
        await using var app = FunctionApp.Start(options);

        var refusal = await WaitForAsync(app, HttpStatusCode.ServiceUnavailable);
        Assert.Contains(
            "Storage does not answer",
            await refusal.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.NotNull(refusal.Headers.RetryAfter);

        await using var azurite = await Azurite.StartAsync(storage, TestContext.Current.CancellationToken);
        await WaitForAsync(app, HttpStatusCode.OK);
        // What was logged outside an invocation, which Azure's host drops, is in the status and in the log of the next one.
        Assert.Contains(
            "Storage does not answer",
            await app.Http.GetStringAsync("api/episodes", TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        await app.StopAsync();
        var log = await File.ReadAllTextAsync(options.LogPath, TestContext.Current.CancellationToken);
        Assert.Matches("OutsideLogRelay.*Logged outside an invocation at .* Storage does not answer", log);
        // A warning is another matter: on a machine where no app has run yet, the framework warns of the key that it makes.
        Assert.DoesNotContain("info: Microsoft.AspNetCore", log, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> WaitForAsync(FunctionApp app, HttpStatusCode status)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                var answer = await app.Http.GetAsync("feed.xml", limit.Token);
                if (answer.StatusCode == status)
                {
                    return answer;
                }
            }
            catch (HttpRequestException)
            {
                // The host does not listen yet.
            }

            await Task.Delay(100, limit.Token);
        }
    }
}
