using PaperLedge.Cli.Processes;

namespace PaperLedge.EndToEndTests.DevHost;

/// <summary>Storage for the tests of the development host.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("paperledge-worker-").FullName;
    private Azurite? _azurite;

    public string ConnectionString =>
        _azurite?.ConnectionString ?? throw new InvalidOperationException("The fixture has not been started.");

    public async ValueTask InitializeAsync() => _azurite = await Azurite.StartAsync(
        AzuriteOptions.OnFreePorts(Path.Combine(_directory, "storage"), Path.Combine(_directory, "azurite.log")), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class DevHostTests : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "The development host on Azurite";
}
