namespace PaperLedge.EndToEndTests.App;

/// <summary>Storage and the function app, running as a user runs them, shared by the tests of a collection.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    private RunningApp? _app;

    internal RunningApp App => _app ?? throw new InvalidOperationException("The fixture has not been started.");

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync("shared", QuickSettings.ForLiving);
        await _app.PublishShowAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
