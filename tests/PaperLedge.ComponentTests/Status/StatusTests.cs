using Azure.Data.Tables;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Status;
using PaperLedge.Functions.Functions;
using PaperLedge.Functions.Publishing;
using PaperLedge.Functions.Status;
using PaperLedge.Storage;

namespace PaperLedge.ComponentTests.Status;

[Collection(nameof(AzuriteCollection))]
public sealed class StatusTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    [Fact]
    public async Task A_failure_is_listed_once_and_a_broken_sidecar_is_not_accepted()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", [1, 2, 3, 4]);
        await app.PublishAsync("good.wav", await Clips.Wave);
        await app.UploadAsync("good.json", "{ not json");
        await app.First.UploadRegistration.RegisterAsync("good.json", default);
        await app.UploadAsync("early.vtt", "no captions");
        await app.First.UploadRegistration.RegisterAsync("early.vtt", default);

        var report = await app.First.Get<StatusReader>().ListAsync(after: null, default);
        var summary = await app.First.Get<StatusReader>().SummariseAsync(default);

        Assert.Equal("failed", report.Episodes.Single(episode => episode.Slug == "talk").Status);
        Assert.Contains(
            report.Episodes.Single(episode => episode.Slug == "good").Warnings,
            warning => warning.Contains("good.json", StringComparison.Ordinal));
        Assert.Equal(
            report.Episodes.Select(episode => (episode.Slug, string.Join(' ', episode.Warnings))).Order(),
            summary.Episodes.Select(episode => (episode.Slug, string.Join(' ', episode.Warnings))).Order());
        Assert.Equal(["early.vtt"], report.Uploads.Select(upload => upload.Name));
        Assert.Equal(UploadState.Failed, (await app.UploadRecordAsync("good.json")).State);
    }

    [Fact]
    public async Task Pages_list_every_episode_once()
    {
        await using var app = await azurite.StartAppAsync();
        await AddEpisodesAsync(app, 250);

        var slugs = new List<string>();
        EpisodeSlug? after = null;
        StatusReport report;
        do
        {
            report = await app.First.Get<StatusReader>().ListAsync(after, default);
            slugs.AddRange(report.Episodes.Select(episode => episode.Slug));
            after = EpisodeSlug.Parse(slugs[^1]);
        }
        while (report.Next is not null);

        Assert.Equal(Enumerable.Range(0, 250).Select(number => $"e{number:D4}"), slugs);
    }

    [Fact]
    public async Task The_summary_reads_only_what_needs_somebody_and_the_newest()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("newest.wav", await Clips.Wave);
        await AddEpisodesAsync(app, 1000);
        await app.RegisterAsync("broken.wav", [1, 2, 3, 4]);
        await app.RegisterAsync("waiting.wav", await Clips.Wave);

        var reader = app.First.Get<StatusReader>();
        await reader.SummariseAsync(default);
        app.First.Storage.Forget();

        var report = await reader.SummariseAsync(default);

        Assert.Equal(["broken", "newest", "waiting"], report.Episodes.Select(episode => episode.Slug).Order());
        Assert.InRange(app.First.Storage.Reads.Count, 1, 10);
        var row = await TimeAsync(() => app.First.Ledger.FindEpisodeAsync(EpisodeSlug.Parse("newest"), default));
        var summary = await TimeAsync(() => reader.SummariseAsync(default));
        output.WriteLine($"A row is read in {row:0.0} ms, and the status of 1,003 episodes in {summary:0.0} ms.");
    }

    [Fact]
    public async Task A_waiting_episode_is_reviewed_at_an_address_with_its_key()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.json", """{"title": "To be reviewed", "hold": true}""");
        var held = await app.PublishAsync("talk.wav", await Clips.Wave);
        var functions = app.First.Function<ReviewFunctions>();

        var (status, page, headers) = await Answer.OfAsync(request => functions.GetAsync(request, "talk", held.ReviewKey!, default));
        var (audio, _, audioHeaders) = await Answer.OfAsync(request => functions.GetAudioAsync(request, "talk", held.ReviewKey!, default));
        var (wrong, _, _) = await Answer.OfAsync(request => functions.GetAsync(request, "talk", new string('0', 32), default));

        Assert.Equal((200, "no-store", "noindex"), (status, headers.CacheControl.ToString(), headers["X-Robots-Tag"].ToString()));
        Assert.Contains("To be reviewed", page, StringComparison.Ordinal);
        Assert.Contains("It was said once.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("transcript.vtt", page, StringComparison.Ordinal);
        Assert.Equal(302, audio);
        using var http = new HttpClient();
        using var sound = await http.GetAsync(new Uri(audioHeaders.Location.ToString()));
        Assert.Equal(await Clips.Wave, await sound.Content.ReadAsByteArrayAsync());
        Assert.Equal("audio/wav", sound.Content.Headers.ContentType!.MediaType);
        Assert.Equal(404, wrong);
        await app.First.Get<EpisodeRelease>().ReleaseAsync(held.Slug, default);
        var (after, _, _) = await Answer.OfAsync(request => functions.GetAsync(request, "talk", held.ReviewKey!, default));
        Assert.Equal(404, after);
    }

    [Fact]
    public async Task Without_storage_the_status_says_since_when()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.First.Feed.GetMainAsync(default);
        app.First.Storage.Before = _ => throw new Azure.RequestFailedException(0, "No connection.");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var since = app.Clock.GetUtcNow();
        Assert.NotEmpty((await app.First.Feed.GetMainAsync(default)).Content.Identity.Bytes.ToArray());

        var (status, body, _) = await Answer.OfAsync(request => app.First.Function<StatusFunctions>().ListAsync(request, default));

        Assert.Equal(200, status);
        Assert.Contains($"Storage has not answered since {since:HH:mm:ss} UTC.", body, StringComparison.Ordinal);
    }

    // In ms, on average.
    private static async Task<double> TimeAsync(Func<Task> read)
    {
        const int Times = 20;
        var begin = TimeProvider.System.GetTimestamp();
        for (var time = 0; time < Times; time++)
        {
            await read();
        }

        return TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds / Times;
    }

    // Rows as a publication leaves them, without their audio.
    private static async Task AddEpisodesAsync(TestApp app, int count)
    {
        var table = app.Tables.GetTableClient(StorageNames.LedgerTable);
        var rows = Enumerable.Range(0, count).Select(number => new TableEntity("show", $"episode-e{number:D4}")
        {
            ["Slug"] = $"e{number:D4}",
            ["Guid"] = $"guid-{number}",
            ["FirstSeen"] = app.Clock.GetUtcNow(),
            ["Status"] = nameof(EpisodeStatus.Published),
        });
        foreach (var batch in rows.Chunk(100))
        {
            await table.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)));
        }
    }
}
