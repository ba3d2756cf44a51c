using CliWrap.Buffered;
using PaperLedge.EndToEndTests.App;

namespace PaperLedge.EndToEndTests.Readers;

/// <summary>A podcast app without a window, gPodder's <c>gpo</c>, follows the show as a listener's app does.</summary>
[Collection(nameof(AppCollection))]
public sealed class GpodderTests(AppFixture fixture) : IAsyncLifetime, IDisposable
{
    private const string Slug = "heard-in-gpodder";

    private readonly string _home = Directory.CreateTempSubdirectory("paperledge-gpodder-").FullName;

    private RunningApp App => fixture.App;

    private string FeedAddress => new Uri(App.BaseUrl, "feed.xml").AbsoluteUri;

    public async ValueTask InitializeAsync()
    {
        if (await App.EpisodeAsync(Slug) is null)
        {
            await App.UploadAsync($"{Slug}.mp3", await Ffmpeg.ClipAsync("mp3"));
            await App.WaitForAsync(Slug, "published");
        }

        await Eventually.IsTrueAsync(async () => await App.ItemAsync(Slug) is not null, $"{Slug} is in the feed", App);
        await GpoAsync("subscribe", FeedAddress);
    }

    [Fact]
    public async Task It_downloads_the_audio_as_it_was_uploaded()
    {
        var item = (await App.ItemAsync(Slug))!;
        await GpoAsync("download", FeedAddress, item.Element("guid")!.Value);
        var file = Assert.Single(Directory.EnumerateFiles(Path.Combine(_home, "Downloads"), "*.mp3", SearchOption.AllDirectories));

        var served = await App.Http.GetByteArrayAsync(item.Element("enclosure")!.Attribute("url")!.Value);
        Assert.Equal(served, await File.ReadAllBytesAsync(file));
        Assert.Equal(served.Length, (int)item.Element("enclosure")!.Attribute("length")!);
    }

    [Fact]
    public async Task It_lists_every_episode_of_the_feed()
    {
        var list = await GpoAsync("episodes", "--guid", FeedAddress);

        Assert.All(
            (await App.ChannelAsync()).Elements("item"),
            item => Assert.Contains(item.Element("guid")!.Value, list.StandardOutput, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_told_304_when_it_asks_again_for_a_feed_that_has_not_changed()
    {
        var update = await GpoAsync("update");

        // Its HTTP library logs every answer.
        var answer = Assert.Single(
            update.StandardError.Split('\n'), line => line.Contains("\"GET /feed.xml HTTP/1.1\"", StringComparison.Ordinal));
        Assert.EndsWith("\"GET /feed.xml HTTP/1.1\" 304 0", answer, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private async Task<BufferedCommandResult> GpoAsync(params string[] arguments) => await global::CliWrap.Cli.Wrap("gpo")
        .WithArguments(["--verbose", .. arguments])
        .WithEnvironmentVariables(variables => variables.Set("GPODDER_HOME", _home))
        .ExecuteBufferedAsync();
}
