using Azure;
using Microsoft.Extensions.Hosting;
using PaperLedge.ComponentTests.App;
using PaperLedge.Functions;
using PaperLedge.Storage;

namespace PaperLedge.ComponentTests.Storage;

/// <summary>What is missing in the account is made before the first trigger can want it.</summary>
[Collection(nameof(AzuriteCollection))]
public class StartUpTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task An_app_that_starts_again_changes_nothing()
    {
        await using var app = await azurite.StartAppAsync();
        var show = await app.Ledger.GetShowAsync(default);

        await StartUpOf(app.AddInstance()).StartingAsync(default);

        Assert.Equal(show.ETag, (await app.Ledger.GetShowAsync(default)).ETag);
    }

    [Fact]
    public async Task An_app_waits_for_storage_that_does_not_answer_yet()
    {
        await using var app = await azurite.StartAppAsync();
        await app.Tables.DeleteTableAsync(StorageNames.LedgerTable);
        app.First.Storage.Before = _ => throw new RequestFailedException(0, "Nobody answers.");

        var starting = StartUpOf(app.First).StartingAsync(default);
        while (!app.First.Log.Errors.Any())
        {
            await Task.Delay(1);
        }

        Assert.False(starting.IsCompleted);
        Assert.Contains("Storage does not answer", app.First.Log.Errors.First(), StringComparison.Ordinal);
        app.First.Storage.Before = null;
        while (!starting.IsCompleted)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(1);
        }

        await starting;
        Assert.Equal(1, (await app.ShowAsync()).Version);
    }

    [Fact]
    public async Task Storage_that_refuses_the_app_ends_its_start()
    {
        await using var app = await azurite.StartAppAsync();
        app.First.Storage.Before = _ => throw new RequestFailedException(403, "Not allowed.");

        await Assert.ThrowsAsync<RequestFailedException>(() => StartUpOf(app.First).StartingAsync(default));
    }

    private static StartUp StartUpOf(AppInstance instance) => instance.Get<IEnumerable<IHostedService>>().OfType<StartUp>().Single();
}
