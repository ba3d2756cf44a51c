using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;

namespace PaperLedge.ComponentTests.Episodes;

[Collection(nameof(AzuriteCollection))]
public class RegistrationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Audio_becomes_a_queued_episode()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.wav", await Clips.Wave);

        await app.First.Registration.RegisterAsync("talk.wav", default);

        var episode = await app.EpisodeAsync("talk");
        Assert.Equal(EpisodeStatus.Queued, episode.Status);
        Assert.Equal(TimeSpan.FromSeconds(2), episode.Audio!.Duration);
        Assert.Equal(new ChunkMessage("talk", episode.Wanted!.Value.Value, 0), await app.NextMessageAsync());
    }

    [Fact]
    public async Task Published_all_the_way()
    {
        await using var app = await azurite.StartAppAsync();

        var episode = await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Equal(EpisodeStatus.Published, episode.Status);
        Assert.Single(await app.BlobNamesAsync(StorageNames.MediaContainer));
    }
}
