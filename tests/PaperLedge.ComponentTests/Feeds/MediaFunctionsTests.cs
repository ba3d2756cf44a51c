using PaperLedge.ComponentTests.App;
using PaperLedge.Functions.Functions;
using PaperLedge.Storage;

namespace PaperLedge.ComponentTests.Feeds;

/// <summary>Addresses of audio, of the present version and of earlier ones.</summary>
[Collection(nameof(AzuriteCollection))]
public sealed class MediaFunctionsTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task An_earlier_address_leads_to_the_earlier_audio_while_it_is_kept_and_then_to_nothing()
    {
        await using var app = await azurite.StartAppAsync();
        var old = (await app.PublishAsync("talk.mp3", await Clips.Mp3)).Published!.Enclosure.File;
        var other = await Clips.MakeAsync("mp3", "-f", "lavfi", "-i", "sine=d=3:sample_rate=16000", "-b:a", "32k");
        var now = (await app.PublishAsync("talk.mp3", other)).Published!.Enclosure.File;
        Assert.NotEqual(old, now);

        Assert.Equal((302, $"/media/talk/{old}"), await RedirectAsync(app, old));
        Assert.Equal((302, $"/media/talk/{now}"), await RedirectAsync(app, now));

        await app.Blobs.GetBlobContainerClient(StorageNames.MediaContainer).DeleteBlobAsync($"talk/{old}");
        Assert.Equal((410, null), await RedirectAsync(app, old));
        Assert.Equal((302, $"/media/talk/{now}"), await RedirectAsync(app, now));
        Assert.Equal((404, null), await RedirectAsync(app, "talk.mp3"));
    }

    private static async Task<(int Status, string? Path)> RedirectAsync(TestApp app, string file)
    {
        var (status, _, headers) = await Answer.OfAsync(
            request => app.First.Function<MediaFunctions>().RedirectAsync(request, "talk", file, default));
        // In Azurite, the account's name comes first.
        var path = headers.Location.FirstOrDefault() is { } address ? new Uri(address).AbsolutePath : null;
        return (status, path?[path.IndexOf("/media/", StringComparison.Ordinal)..]);
    }
}
