namespace PaperLedge.EndToEndTests.App;

[CollectionDefinition(nameof(AppCollection))]
public sealed class AppCollection : ICollectionFixture<AppFixture>;

[CollectionDefinition(nameof(SpeechAppCollection))]
public sealed class SpeechAppCollection : ICollectionFixture<SpeechAppFixture>;
