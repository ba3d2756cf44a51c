using System.Xml.Linq;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage;
using PaperLedge.TestSupport;

namespace PaperLedge.ComponentTests.Storage;

/// <summary>
/// Each write to storage fails once, or is the last one of a process that is killed; the app ends where an undisturbed run ends.
/// All of them in a soak, else every so many.
/// </summary>
[Trait("Proof", "long")]
[Collection(nameof(AzuriteCollection))]
public class WriteFaultTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const string Slug = "the-talk";

    private const string Sidecar = """{"title": "Failed and done", "published": "2026-01-01", "season": 1}""";

    private const string IntoTheFeed = "into the feed";

    /// <summary>Every so many writes in the short form.</summary>
    private const int Step = 12;

    private static readonly IReadOnlyDictionary<string, Way> s_ways = new Dictionary<string, Way>
    {
        [IntoTheFeed] = new(
            _ => Task.CompletedTask,
            async (_, host) =>
            {
                await host.UploadAsync($"{Slug}.json", Sidecar);
                await host.UploadAsync($"{Slug}.wav", await Clips.Wave);
            },
            episode => episode.Published?.Metadata.Title == "Failed and done"),
        ["a new version whose sidecar is deleted"] = new(
            async host =>
            {
                await host.UploadAsync($"{Slug}.json", Sidecar);
                await host.UploadAsync($"{Slug}.wav", await Clips.OtherWave);
            },
            async (app, host) =>
            {
                await app.DeleteAsync($"{Slug}.json");
                await host.UploadAsync($"{Slug}.wav", await Clips.Wave);
            },
            episode => episode.Published?.Metadata.Title == "The talk" && episode.Published.Enclosure.Duration == TimeSpan.FromSeconds(2))
        {
            // The sidecar may go before the new version comes, or with it.
            IsOneChange = false,
        },
        ["a deleted sidecar"] = new(
            async host =>
            {
                await host.UploadAsync($"{Slug}.json", Sidecar);
                await host.UploadAsync($"{Slug}.wav", await Clips.Wave);
            },
            (app, _) => app.DeleteAsync($"{Slug}.json"),
            episode => episode.Published?.Metadata.Title == "The talk"),
        ["a correction in the place of another"] = new(
            async host =>
            {
                await host.UploadAsync($"{Slug}.vtt", CaptionsOf("Well put."));
                await host.UploadAsync($"{Slug}.wav", await Clips.Wave);
            },
            (_, host) => host.UploadAsync($"{Slug}.vtt", CaptionsOf("Better put.")),
            episode => episode.Published?.Correction is not null),
        ["a second file whose first is deleted"] = new(
            async host =>
            {
                await host.UploadAsync($"{Slug}.mp3", await Clips.Mp3);
                await host.RunAsync();
                await host.UploadAsync($"{Slug}.wav", await Clips.Wave);
            },
            (app, _) => app.DeleteAsync($"{Slug}.mp3"),
            episode => episode.Upload?.BlobName == $"{Slug}.wav" && episode.Published?.Enclosure.Extension == "wav"),
        ["a deletion"] = new(
            async host =>
            {
                await host.UploadAsync($"{Slug}.json", Sidecar);
                await host.UploadAsync($"{Slug}.wav", await Clips.Wave);
            },
            (app, _) => app.DeleteAsync($"{Slug}.wav"),
            episode => episode is { Status: EpisodeStatus.Withdrawn, Published: null }),
    };

    public static TheoryData<string, WriteFault> Cases => new(
        from way in s_ways.Keys
        from fault in Enum.GetValues<WriteFault>()
        where fault != WriteFault.None
        select (way, fault));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_write_that_fails_or_is_the_last_changes_nothing_in_the_end(string way, WriteFault fault)
    {
        var undisturbed = await RunAsync(s_ways[way], 0, WriteFault.None);
        var count = undisturbed.Writes.Count;
        output.WriteLine($"{count} writes:\n{string.Join('\n', undisturbed.Writes.Select((write, index) => $"{index + 1} {write}"))}");

        // In the short form each fault begins with another write; only the way into the feed is cut off after each of them.
        var isWhole = Soak.IsOn || (way == IntoTheFeed && fault == WriteFault.Last);
        var (first, step) = isWhole ? (1, 1) : (1 + ((int)fault * Step / 4 % Step), Step);
        for (var number = first; number <= count; number += step)
        {
            var outcome = await RunAsync(s_ways[way], number, fault);

            Assert.True(
                undisturbed.State == outcome.State,
                $"Write {number} ({undisturbed.Writes[number - 1]}):\n" +
                $"{StoredEpisode.Difference(undisturbed.State, outcome.State)}\n{outcome.Log}");
        }
    }

    private async Task<Outcome> RunAsync(Way way, int number, WriteFault fault)
    {
        using var hub = RecordingServer.Start();
        await using var app = await azurite.StartAppAsync();
        var host = new TestHost(app) { Started = Script };
        Script(app.First);
        await app.SetUpShowAsync($$"""{"title": "Some show", "hub": "{{hub.Url}}"}""");
        await way.Prepare(host);
        await host.RunAsync();
        var first = host.Instance;
        first.Storage.Plan(number, fault);

        await way.Act(app, host);
        await host.RunAsync();

        Assert.True(way.IsDone(await app.EpisodeAsync(Slug)), $"Write {number}: {await app.EpisodeAsync(Slug)}");
        Assert.Equal(0, host.Abandoned);
        return new Outcome(
            await DescribeAsync(app, host, way),
            first.Storage.Writes,
            string.Join('\n', first.Log.Lines.Concat(host.Instance.Log.Lines).Distinct()));

        // More segments than one transaction holds, and a sign of life among them.
        void Script(AppInstance instance)
        {
            instance.Speech.Segments = ScriptedTranscriber.Say(Enumerable.Range(1, 110).Select(index => $"Word {index}."));
            instance.Speech.Meanwhile = token => instance.LetHeartbeatAsync(token);
        }
    }

    private static async Task<string> DescribeAsync(TestApp app, TestHost host, Way way)
    {
        var show = await app.ShowAsync();
        var feed = XDocument.Parse(
            System.Text.Encoding.UTF8.GetString((await host.Instance.Feed.GetMainAsync(default)).Content.Identity.Bytes));
        var item = feed.Root!.Element("channel")!.Elements("item").SingleOrDefault();
        var told = (await app.RowsAsync(StorageNames.LedgerTable)).Single(row => row.RowKey == "announcement");
        var transcripts = (await app.BlobNamesAsync(StorageNames.TranscriptsContainer)).Count;
        string[] lines =
        [
            $"announced: {told.GetInt64("Done") == show.Version}",
            .. way.IsOneChange ? (string[])[$"version: {show.Version}", $"transcripts: {transcripts}"] : [],
            await StoredEpisode.DescribeAsync(app.Tables, app.Blobs, Slug, item),
        ];
        return string.Join('\n', lines);
    }

    /// <summary>More cues than one transaction holds.</summary>
    private static string CaptionsOf(string text)
    {
        var cues = Enumerable.Range(0, 110).Select(index => $"00:00.{index:000} --> 00:00.{index + 1:000}\n{text}\n");
        return $"WEBVTT\n\n{string.Join('\n', cues)}";
    }

    /// <param name="Prepare">What was before; no write fails yet.</param>
    /// <param name="Act">What the producer does.</param>
    /// <param name="IsDone">Whether the episode is what the producer wants.</param>
    private sealed record Way(Func<TestHost, Task> Prepare, Func<TestApp, TestHost, Task> Act, Func<Episode, bool> IsDone)
    {
        /// <summary>Whether listeners notice one change, whatever happens on the way.</summary>
        public bool IsOneChange { get; init; } = true;
    }

    private sealed record Outcome(string State, IReadOnlyList<string> Writes, string Log);
}
