using System.Globalization;
using PaperLedge.Cli.Processes;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.ComponentTests.App;

[CollectionDefinition(nameof(AzuriteCollection))]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>;

/// <summary>One Azurite with many accounts, a new one for every test: the names of tables, queues and containers are fixed.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    /// <summary>
    /// Azurite looks through the blobs of all accounts for each request: with more of them it becomes slow, and another is started.
    /// </summary>
    private const int AccountsEach = 150;

    private const int MaxStarts = 5;

    private readonly string _directory = Directory.CreateTempSubdirectory("paperledge-components-").FullName;
    private readonly Queue<Azurite> _started = [];
    private Azurite? _azurite;
    private int _accounts;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var azurite in _started)
        {
            await azurite.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A new account with the app's tables, queues and containers and the show's row, and one instance of the app on it.</summary>
    internal async Task<TestApp> StartAppAsync(params (string Name, string Value)[] settings)
    {
        if (_accounts == AccountsEach)
        {
            await StartAsync();
        }

        return await TestApp.StartAsync(_azurite!.ConnectionStringOf(NameOf(++_accounts)), settings);
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"test{number:D3}");

    private async Task StartAsync()
    {
        _azurite = await StartOnFreePortsAsync();
        _accounts = 0;
        _started.Enqueue(_azurite);
        if (_started.Count > 2)
        {
            // Tests run one after the other: none uses the one before the last any more.
            await _started.Dequeue().DisposeAsync();
        }
    }

    /// <summary>A port that was free may be taken by any connection a moment later, so others are tried.</summary>
    private async Task<Azurite> StartOnFreePortsAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var log = Path.Combine(_directory, $"azurite-{Guid.NewGuid():N}.log");
            var options = AzuriteOptions.OnFreePorts(Path.Combine(_directory, "storage"), log) with
            {
                Accounts = [.. Enumerable.Range(1, AccountsEach).Select(NameOf)],
                InMemory = true,
            };
            try
            {
                return await Azurite.StartAsync(options, TestContext.Current.CancellationToken);
            }
            catch (StartException) when (attempt < MaxStarts)
            {
                // The last one says why.
            }
        }
    }
}
