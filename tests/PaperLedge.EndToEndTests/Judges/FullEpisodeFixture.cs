using System.Text.Json.Nodes;
using System.Xml.Linq;
using Azure.Storage.Blobs;
using PaperLedge.Cli;
using PaperLedge.EndToEndTests.App;
using PaperLedge.Storage;

namespace PaperLedge.EndToEndTests.Judges;

/// <summary>A show and an episode that say all they can. After the tests of a class the show says no more than the others expect.</summary>
public sealed class FullEpisodeFixture(AppFixture fixture) : IAsyncLifetime
{
    public const string Slug = "says-everything";

    /// <summary>What no other test makes the show say.</summary>
    private static readonly XName s_mark = Feed.Podcast + "podping";

    private BlobClient ShowBlob =>
        fixture.App.Blobs.GetBlobContainerClient(StorageNames.ConfigContainer).GetBlobClient(StorageNames.ShowSettingsBlob);

    /// <summary>The feed as served.</summary>
    public string Xml { get; private set; } = "";

    internal RunningApp App => fixture.App;

    internal XElement Item { get; private set; } = new("item");

    public async ValueTask InitializeAsync()
    {
        await ShowBlob.UploadAsync(BinaryData.FromString(await ShowAsync()), overwrite: true);
        if (await App.EpisodeAsync(Slug) is not { Status: "published" })
        {
            await App.UploadAsync($"{Slug}.json", PathOf("everything-episode.json"));
            await App.UploadAsync($"{Slug}.mp3", await Ffmpeg.ClipAsync("mp3", seconds: 20));
        }

        Assert.Empty((await App.WaitForAsync(Slug, "published")).Warnings);
        await UntilAsync(
            async () => (await App.ChannelAsync()).Element(s_mark) is not null && await App.ItemAsync(Slug) is not null,
            "the feed says everything");
        Xml = await App.Http.GetStringAsync("feed.xml");
        Item = (await App.ItemAsync(Slug))!;
    }

    public async ValueTask DisposeAsync()
    {
        await ShowBlob.UploadAsync(Samples.PathOf("show.json"), overwrite: true);
        await UntilAsync(async () => (await App.ChannelAsync()).Element(s_mark) is null, "the feed says its usual things");
    }

    private static async Task<string> ShowAsync()
    {
        var show = JsonNode.Parse(await File.ReadAllTextAsync(Samples.PathOf("show.json")))!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(await File.ReadAllTextAsync(PathOf("everything-show.json")))!.AsObject())
        {
            show[name] = value?.DeepClone();
        }

        return show.ToJsonString();
    }

    private Task UntilAsync(Func<Task<bool>> condition, string what) => Eventually.IsTrueAsync(condition, what, App);

    private static string PathOf(string file) => Path.Combine(Repository.Root, "tests", "PaperLedge.EndToEndTests", "Judges", file);
}
