using PaperLedge.EndToEndTests.App;
using PaperLedge.TestSupport;

namespace PaperLedge.EndToEndTests.Feeds;

/// <summary>
/// An app whose feed holds four episodes and whose archives hold two, with ten episodes of which the newest are number ten and nine.
/// </summary>
public sealed class SmallFeedFixture : IAsyncLifetime
{
    public const int Episodes = 10;

    private RunningApp? _app;

    internal RunningApp App => _app ?? throw new InvalidOperationException("The fixture has not been started.");

    internal RecordingServer Hub { get; } = RecordingServer.Start();

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync("small-feed", new Dictionary<string, string?>(QuickSettings.ForLiving)
        {
            ["Feed__MaxEpisodes"] = "4",
            ["Feed__ArchiveEpisodes"] = "2",
            ["Announce__PodpingToken"] = "a-token",
            ["Announce__PodpingUrl"] = new Uri(Hub.Url, "podping").AbsoluteUri,
        });
        await _app.PublishShowAsync();
        var clip = await Ffmpeg.ClipAsync("mp3");
        for (var number = 1; number <= Episodes; number++)
        {
            await _app.UploadAsync(
                $"number-{number}.json", System.Text.Encoding.UTF8.GetBytes($$"""{"published": "2026-01-{{number:00}}"}"""));
            await _app.UploadAsync($"number-{number}.mp3", clip);
        }

        for (var number = 1; number <= Episodes; number++)
        {
            await _app.WaitForAsync($"number-{number}", "published");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Hub.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
