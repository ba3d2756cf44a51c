namespace PaperLedge.IntegrationTests.Feeds;

[CollectionDefinition(nameof(SmallFeedCollection))]
public sealed class SmallFeedCollection : ICollectionFixture<SmallFeedFixture>;
