using System.Net;
using Azure.Storage.Sas;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Status;
using PaperLedge.Storage;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>What fails because something is missing: the status names it, and the work is done when it is there again.</summary>
[Collection(nameof(AzuriteCollection))]
public sealed class OutsideFailureTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task An_upload_without_ffprobe_is_registered_by_itself_when_it_is_there()
    {
        await using var app = await azurite.StartAppAsync();
        var without = app.AddInstance(settings: [("Audio:FfprobePath", "/nowhere/ffprobe")]);
        await app.UploadAsync("talk.wav", await Clips.Wave);

        await Assert.ThrowsAnyAsync<Exception>(() => without.UploadRegistration.RegisterAsync("talk.wav", default));
        await without.UploadRegistration.AbandonAsync(
            $$"""{"ContainerName": "episodes", "BlobName": "talk.wav", "ETag": "\"{{(await app.UploadRecordAsync("talk.wav")).ETag}}\""}""",
            default);

        var report = await app.First.Get<StatusReader>().ListAsync(after: null, default);
        var upload = Assert.Single(report.Uploads);
        Assert.Contains("/nowhere/ffprobe", upload.Problem, StringComparison.Ordinal);
        Assert.Contains(without.Get<HealthCheck>().Problems, problem => problem.Contains("/nowhere/ffprobe", StringComparison.Ordinal));
        Assert.NotNull(upload.RetryAt);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.First.TidyJob.RunAsync(default);
        await app.TranscribeAllAsync(app.First);
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
        Assert.Empty((await app.First.Get<StatusReader>().ListAsync(after: null, default)).Uploads);
    }

    [Fact]
    public async Task A_failed_upload_is_registered_by_a_retry()
    {
        await using var app = await azurite.StartAppAsync();
        var without = app.AddInstance(settings: [("Audio:FfprobePath", "/nowhere/ffprobe")]);
        await app.UploadAsync("talk.wav", await Clips.Wave);
        await Assert.ThrowsAnyAsync<Exception>(() => without.UploadRegistration.RegisterAsync("talk.wav", default));

        Assert.True(await app.First.UploadRegistration.RetryAsync(EpisodeSlug.Parse("talk"), isByPerson: true, default));

        Assert.Equal(EpisodeStatus.Queued, (await app.EpisodeAsync("talk")).Status);
    }

    [Fact]
    public async Task An_episode_that_failed_for_its_model_is_tried_again_after_growing_pauses_for_a_day()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Speech.Meanwhile = _ => throw new ModelException("There is no model.");
        var begin = app.Clock.GetUtcNow();
        var pauses = new List<TimeSpan>();
        while (true)
        {
            await Assert.ThrowsAsync<ModelException>(
                async () => await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default));
            await app.First.TranscriptionJob.AbandonAsync(
                $$"""{"Slug": "talk", "Revision": "{{episode.Wanted}}", "Piece": 0}""", default);
            var failed = await app.EpisodeAsync("talk");
            Assert.Equal(EpisodeStatus.Failed, failed.Status);
            Assert.Contains("There is no model.", failed.Problem, StringComparison.Ordinal);
            if (failed.RetryAt is not { } retryAt)
            {
                break;
            }

            pauses.Add(retryAt - app.Clock.GetUtcNow());
            app.Clock.Advance(pauses[^1]);
            await app.First.TidyJob.RunAsync(default);
            Assert.Equal(EpisodeStatus.Queued, (await app.EpisodeAsync("talk")).Status);
        }

        Assert.Equal(pauses.Order(), pauses);
        Assert.InRange(app.Clock.GetUtcNow() - begin, TimeSpan.FromHours(24), TimeSpan.FromHours(27));
        app.First.Speech.Meanwhile = null;
        await app.First.UploadRegistration.RetryAsync(episode.Slug, isByPerson: true, default);
        await app.TranscribeAllAsync(app.First);
        var published = await app.EpisodeAsync("talk");
        Assert.Equal((EpisodeStatus.Published, null), (published.Status, published.FailingSince));
    }

    [Fact]
    public async Task A_retry_that_fails_at_once_waits_longer_each_time()
    {
        await using var app = await azurite.StartAppAsync();
        var without = app.AddInstance(settings: [("Audio:FfprobePath", "/nowhere/ffprobe")]);
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Speech.Meanwhile = _ => throw new ModelException("There is no model.");
        await Assert.ThrowsAsync<ModelException>(
            async () => await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default));
        await app.First.TranscriptionJob.AbandonAsync($$"""{"Slug": "talk", "Revision": "{{episode.Wanted}}", "Piece": 0}""", default);
        for (var round = 0; round < 3; round++)
        {
            var before = (await app.EpisodeAsync("talk")).RetryAt!.Value;
            app.Clock.Advance(before - app.Clock.GetUtcNow());

            await without.TidyJob.RunAsync(default);

            Assert.True((await app.EpisodeAsync("talk")).RetryAt > before);
            without.Storage.Forget();
            await without.TidyJob.RunAsync(default);
            Assert.DoesNotContain(without.Storage.Writes, write => write.Contains("episode-talk", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Audio_in_the_archive_tier_is_named_with_what_to_do()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.wav", await Clips.Wave);
        var blob = app.Blobs.GetBlobContainerClient(StorageNames.EpisodesContainer).GetBlobClient("talk.wav");
        await blob.SetAccessTierAsync(Azure.Storage.Blobs.Models.AccessTier.Archive);

        await Assert.ThrowsAnyAsync<Exception>(() => app.First.UploadRegistration.RegisterAsync("talk.wav", default));

        Assert.Contains("archive tier", (await app.UploadRecordAsync("talk.wav")).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../x.mp3")]
    [InlineData("./x.mp3")]
    [InlineData("folder/x.mp3")]
    public async Task A_name_that_is_a_path_is_refused_by_name_at_once(string name)
    {
        await using var app = await azurite.StartAppAsync();
        await UploadRawAsync(app, name);

        await app.First.UploadRegistration.RegisterAsync(name, default);

        var record = await app.UploadRecordAsync(name);
        Assert.Equal(UploadState.Failed, record.State);
        Assert.Contains(name, record.Problem, StringComparison.Ordinal);
        app.First.Storage.Forget();
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.First.TidyJob.RunAsync(default);
        Assert.DoesNotContain(app.First.Storage.Writes, write => write.Contains("Uploads", StringComparison.Ordinal));
    }

    // The SDK, and .NET's addresses, would resolve the dots.
    private static async Task UploadRawAsync(TestApp app, string name)
    {
        var container = app.Blobs.GetBlobContainerClient(StorageNames.EpisodesContainer);
        var sas = container.GenerateSasUri(BlobContainerSasPermissions.Write, app.Clock.GetUtcNow().AddHours(1));
        var address = new Uri(
            $"{sas.GetLeftPart(UriPartial.Path)}/{Uri.EscapeDataString(name)}{sas.Query}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = new ByteArrayContent(await Clips.Mp3) };
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
