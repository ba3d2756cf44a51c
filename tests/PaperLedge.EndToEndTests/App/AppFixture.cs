namespace PaperLedge.EndToEndTests.App;

/// <summary>Storage and the function app, running as a user runs them, shared by the tests of a collection.</summary>
public class AppFixture : IAsyncLifetime
{
    private RunningApp? _app;

    protected virtual IReadOnlyDictionary<string, string?> Settings => QuickSettings.ForLiving;

    internal RunningApp App => _app ?? throw new InvalidOperationException("The fixture has not been started.");

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync("shared", Settings);
        await _app.PublishShowAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}

/// <summary>The same with the model that comes with the app, for tests that read what an episode says.</summary>
public sealed class SpeechAppFixture : AppFixture
{
    protected override IReadOnlyDictionary<string, string?> Settings => QuickSettings.ForReading;
}
