using Azure;
using PaperLedge.ComponentTests.App;
using PaperLedge.Functions;
using PaperLedge.Storage;

namespace PaperLedge.ComponentTests.Storage;

/// <summary>
/// What is missing in the account is made before the first trigger can want it, and nothing waits for it but the functions.
/// </summary>
[Collection(nameof(AzuriteCollection))]
public class StartUpTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task An_app_that_starts_again_changes_nothing()
    {
        await using var app = await azurite.StartAppAsync();
        var show = await app.Ledger.GetShowAsync(default);

        var start = app.AddInstance().Get<StartUp>();
        await start.StartAsync(default);
        await start.Ready;

        Assert.Equal(show.ETag, (await app.Ledger.GetShowAsync(default)).ETag);
    }

    [Theory]
    [InlineData(0, "Storage does not answer. Check AzureWebJobsStorage")]
    [InlineData(403, "Storage refuses access. Check the key")]
    [InlineData(409, "Storage could not be prepared.")]
    public async Task An_app_starts_without_storage_says_why_no_function_runs_and_tries_again(int status, string problem)
    {
        await using var app = await azurite.StartAppAsync();
        await app.Tables.DeleteTableAsync(StorageNames.LedgerTable);
        app.First.Storage.Before = _ => throw new RequestFailedException(status, "It is wrong.");
        var start = app.First.Get<StartUp>();

        await start.StartAsync(default);
        while (start.Problem is null)
        {
            await Task.Delay(1);
        }

        Assert.False(start.Ready.IsCompleted);
        Assert.StartsWith(problem, start.Problem, StringComparison.Ordinal);
        var line = app.First.Get<OutsideLog>().Lines.Single().Message;
        Assert.StartsWith(problem, line, StringComparison.Ordinal);
        Assert.Contains("(It is wrong.)", line, StringComparison.Ordinal);

        app.First.Storage.Before = null;
        while (!start.Ready.IsCompleted)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(1);
        }

        Assert.Null(start.Problem);
        Assert.Equal(1, (await app.ShowAsync()).Version);
    }
}
