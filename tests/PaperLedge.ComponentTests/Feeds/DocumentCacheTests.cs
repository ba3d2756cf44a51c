using Microsoft.AspNetCore.Http;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Functions;
using PaperLedge.Storage;

namespace PaperLedge.ComponentTests.Feeds;

/// <summary>Pages, transcripts, chapters and artwork: made once, and again only when they change.</summary>
[Collection(nameof(AzuriteCollection))]
public class DocumentCacheTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(new FeedOptions().MemorySeconds);

    [Fact]
    public async Task A_page_is_served_from_memory_without_a_request_to_storage()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        var (_, first, _) = await GetPageAsync(app.First, "talk");
        app.First.Storage.Forget();

        var (status, second, _) = await GetPageAsync(app.First, "talk");

        Assert.Equal((200, first), (status, second));
        Assert.Empty(app.First.Storage.Reads);
    }

    [Fact]
    public async Task Another_episode_s_publication_costs_a_page_one_row_and_not_its_segments()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        var (_, first, headers) = await GetPageAsync(app.First, "talk");
        await app.PublishAsync("another.wav", await Clips.Wave);
        app.First.Storage.Forget();

        var (_, second, later) = await GetPageAsync(app.First, "talk");

        Assert.Equal((first, headers.ETag, headers.LastModified), (second, later.ETag, later.LastModified));
        Assert.DoesNotContain(app.First.Storage.Reads, read => read.Contains("/Segments", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_corrected_title_is_on_the_page_at_once()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        await GetPageAsync(app.First, "talk");

        await app.UploadAsync("talk.json", """{"title": "Corrected just now"}""");
        await app.First.UploadRegistration.RegisterAsync("talk.json", default);

        Assert.Contains("Corrected just now", (await GetPageAsync(app.First, "talk")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_episode_has_no_documents_any_more()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        Assert.Equal(200, (await GetPageAsync(app.First, "talk")).Status);
        Assert.Equal(200, (await GetTranscriptAsync(app.First, "vtt")).Status);

        await app.DeleteAsync("talk.wav");
        await app.First.TidyJob.RunAsync(default);

        Assert.Equal(404, (await GetPageAsync(app.First, "talk")).Status);
        Assert.Equal(404, (await GetTranscriptAsync(app.First, "vtt")).Status);
    }

    [Fact]
    public async Task A_rendered_transcript_that_is_gone_is_made_again_from_the_tables()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        var expected = await app.TranscriptAsync("talk", TranscriptFormat.Vtt);
        var container = app.Blobs.GetBlobContainerClient(StorageNames.TranscriptsContainer);
        await foreach (var blob in container.GetBlobsAsync())
        {
            await container.DeleteBlobAsync(blob.Name);
        }

        var (status, body, _) = await GetTranscriptAsync(app.First, "vtt");

        Assert.Equal((200, expected), (status, body));
    }

    [Fact]
    public async Task Artwork_that_is_uploaded_again_under_its_name_is_served_after_a_moment()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();
        await UploadArtworkAsync(app, "old");
        Assert.Equal("old", (await GetArtworkAsync(app.First)).Body);

        await UploadArtworkAsync(app, "new");

        Assert.Equal("old", (await GetArtworkAsync(app.First)).Body);
        app.Clock.Advance(s_memory);
        Assert.Equal("new", (await GetArtworkAsync(app.First)).Body);
    }

    [Fact]
    public async Task While_storage_fails_a_page_is_served_as_it_was()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        var (_, first, _) = await GetPageAsync(app.First, "talk");
        await app.PublishAsync("another.wav", await Clips.Wave);
        app.First.Storage.Before = _ => throw new InvalidOperationException("Storage is away.");

        Assert.Equal((200, first), ((await GetPageAsync(app.First, "talk")).Status, (await GetPageAsync(app.First, "talk")).Body));
    }

    [Fact]
    public async Task A_page_that_takes_long_to_build_is_served_as_it_was_after_five_seconds()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        var (_, first, _) = await GetPageAsync(app.First, "talk");
        await app.SetUpGoodShowAsync("Another title");
        await app.First.Get<ShowCache>().GetAsync(default);
        var segments = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.First.Storage.Before = request =>
        {
            if (!request.Contains("/Segments", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            reading.TrySetResult();
            return segments.Task;
        };

        var asking = GetPageAsync(app.First, "talk");
        await reading.Task;
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(first, (await asking).Body);

        segments.SetResult();
        Assert.Contains("Another title", (await GetPageAsync(app.First, "talk")).Body, StringComparison.Ordinal);
    }

    private static async Task UploadArtworkAsync(TestApp app, string content) => await app.Blobs
        .GetBlobContainerClient(StorageNames.ConfigContainer).GetBlobClient("artwork.png")
        .UploadAsync(BinaryData.FromString(content), overwrite: true);

    private static Task<(int Status, string Body, IHeaderDictionary Headers)> GetPageAsync(AppInstance instance, string slug) =>
        Answer.OfAsync(request => instance.Function<PageFunctions>().GetEpisodeAsync(request, slug, default));

    private static Task<(int Status, string Body, IHeaderDictionary Headers)> GetTranscriptAsync(AppInstance instance, string format) =>
        Answer.OfAsync(request => instance.Function<TranscriptFunctions>().GetAsync(request, "talk", format, default));

    private static Task<(int Status, string Body, IHeaderDictionary Headers)> GetArtworkAsync(AppInstance instance) =>
        Answer.OfAsync(request => instance.Function<MediaFunctions>().GetArtworkAsync(request, "artwork.png", default));
}
