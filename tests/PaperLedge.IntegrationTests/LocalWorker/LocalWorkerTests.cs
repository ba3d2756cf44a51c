namespace PaperLedge.IntegrationTests.LocalWorker;

[CollectionDefinition(Name)]
public sealed class LocalWorkerTests : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "The local worker on Azurite";
}
