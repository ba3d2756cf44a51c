namespace PaperLedge.EndToEndTests.Feeds;

[CollectionDefinition(nameof(SmallFeedCollection))]
public sealed class SmallFeedCollection : ICollectionFixture<SmallFeedFixture>;
