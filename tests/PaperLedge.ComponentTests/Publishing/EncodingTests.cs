using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Status;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Work;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>Episodes whose listeners get a file that the app made.</summary>
[Collection(nameof(AzuriteCollection))]
public sealed class EncodingTests(AzuriteFixture azurite)
{
    private const string Show =
        """{"title":"Some show","description":"Made for a test.","language":"en","author":"Ada","category":"Science","encode":"mp3"}""";

    [Fact]
    public async Task A_show_that_asks_for_mp3_publishes_mp3_and_keeps_the_upload()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync(Show);
        var wave = await Clips.Wave;

        var episode = await app.PublishAsync("talk.wav", wave);

        var enclosure = episode.Published!.Enclosure;
        Assert.Equal(("mp3", "audio/mpeg", 2), (enclosure.Extension, enclosure.MediaType, enclosure.Duration.TotalSeconds));
        var blob = app.Blobs.GetBlobContainerClient(StorageNames.MediaContainer)
            .GetBlobClient(Assert.Single(await app.BlobNamesAsync(StorageNames.MediaContainer)));
        var properties = (await blob.GetPropertiesAsync()).Value;
        Assert.Equal((enclosure.Length, "audio/mpeg"), (properties.ContentLength, properties.ContentType));
        Assert.Contains("immutable", properties.CacheControl, StringComparison.Ordinal);
        Assert.Equal(
            wave.Length,
            (await app.Blobs.GetBlobContainerClient(StorageNames.EpisodesContainer).GetBlobClient("talk.wav").GetPropertiesAsync())
                .Value.ContentLength);
        Assert.Empty(episode.Warnings);
        Assert.Equal(0, await app.CountWorkAsync());
    }

    [Fact]
    public async Task What_apps_cannot_play_is_published_as_mp3_with_a_warning()
    {
        await using var app = await azurite.StartAppAsync();
        var aiff = await Clips.MakeAsync("aiff", "-f", "lavfi", "-i", "sine=d=2:sample_rate=16000");

        var episode = await app.PublishAsync("talk.aiff", aiff);

        Assert.Equal("mp3", episode.Published!.Enclosure.Extension);
        Assert.Contains(episode.Warnings, warning => warning.Contains("AIFF", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_episode_waits_for_its_file_and_whichever_comes_last_publishes()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync(Show);
        var registered = await app.RegisterAsync("talk.wav", await Clips.Wave);
        var revision = registered.Wanted!.Value;
        await app.First.TranscriptionJob.RunAsync((await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue))!, default);
        var encode = (await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue))!;
        Assert.True(encode.Encode);

        await app.First.TranscriptionJob.RunAsync((await app.TakeAsync<WorkMessage>(StorageNames.TranscribeQueue))!, default);

        Assert.Equal(EpisodeStatus.Queued, (await app.EpisodeAsync("talk")).Status);
        Assert.True((await app.First.Get<WorkStore>().ReadAsync(registered.Slug, revision, default)).IsTranscribed);

        await app.First.TranscriptionJob.RunAsync(encode, default);

        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
        Assert.Equal(0, await app.CountWorkAsync());
    }

    [Fact]
    public async Task An_encoding_that_failed_is_tried_again_and_reported()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync(Show);
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.First.TranscriptionJob.RunAsync((await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue))!, default);
        var encode = (await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue))!;
        app.First.Storage.Before = request => request.StartsWith("PUT", StringComparison.Ordinal)
            && request.Contains("/media/", StringComparison.Ordinal)
            ? throw new InvalidOperationException("No room for audio.") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.First.TranscriptionJob.RunAsync(encode, default));
        Assert.Equal("An attempt failed: No room for audio.", (await app.EpisodeAsync("talk")).Problem);
        app.First.Storage.Before = null;

        await app.First.TranscriptionJob.RunAsync(encode, default);
        await app.TranscribeAllAsync(app.First);

        var episode = await app.EpisodeAsync("talk");
        Assert.Equal((EpisodeStatus.Published, null), (episode.Status, episode.Problem));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_reported_and_a_retry_makes_it_again()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync(Show);
        await app.UploadAsync("talk.json", "{\"title\":\"A talk\"}");
        var before = await app.PublishAsync("talk.wav", await Clips.Wave);
        var media = app.Blobs.GetBlobContainerClient(StorageNames.MediaContainer);
        await media.DeleteBlobAsync(Assert.Single(await app.BlobNamesAsync(StorageNames.MediaContainer)));
        await app.UploadAsync("talk.json", "{\"title\":\"A talk\",\"description\":\"Notes.\"}");
        await app.First.UploadRegistration.RegisterAsync("talk.json", default);
        var reported = await app.EpisodeAsync("talk");
        Assert.Equal(before.Published, reported.Published);
        Assert.Contains("POST to /api/episodes/talk/retry", Assert.Single(reported.Warnings), StringComparison.Ordinal);

        await app.First.UploadRegistration.RetryAsync(EpisodeSlug.Parse("talk"), isByPerson: true, default);
        await app.TranscribeAllAsync(app.First);

        var after = await app.EpisodeAsync("talk");
        Assert.Equal((EpisodeStatus.Published, "Notes."), (after.Status, after.Published!.Metadata.ShowNotes));
        Assert.Empty(after.Warnings);
        Assert.Single(await app.BlobNamesAsync(StorageNames.MediaContainer));
        Assert.Equal(0, await app.CountWorkAsync());
    }

    [Fact]
    public async Task Another_setting_changes_an_enclosure_only_with_a_retry()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync(Show.Replace(",\"encode\":\"mp3\"", "", StringComparison.Ordinal));
        // The title is a name to spell, and so part of the revision: it stays.
        await app.UploadAsync("talk.json", """{"title":"A talk"}""");
        var before = (await app.PublishAsync("talk.mp3", await Clips.Mp3)).Published!.Enclosure;
        await app.SetUpShowAsync(Show);
        await app.UploadAsync("talk.json", """{"title":"A talk","description":"Notes."}""");
        await app.First.UploadRegistration.RegisterAsync("talk.json", default);
        Assert.Equal(("A talk", before), Published(await app.EpisodeAsync("talk")));

        await app.First.UploadRegistration.RetryAsync(EpisodeSlug.Parse("talk"), isByPerson: true, default);
        await app.TranscribeAllAsync(app.First);

        var after = (await app.EpisodeAsync("talk")).Published!.Enclosure;
        Assert.NotEqual(before.Audio, after.Audio);
        Assert.Equal(before.Duration, after.Duration);
        Assert.Equal(1, app.First.Speech.Runs);
        Assert.Equal(0, await app.CountWorkAsync());
        Assert.Equal(2, (await app.BlobNamesAsync(StorageNames.MediaContainer)).Count);

        // A name that is corrected later does not change the enclosure again.
        await app.UploadAsync("talk.json", """{"title":"Corrected again"}""");
        await app.First.UploadRegistration.RegisterAsync("talk.json", default);
        Assert.Equal(("Corrected again", after), Published(await app.EpisodeAsync("talk")));

        static (string, Enclosure) Published(Episode episode) => (episode.Published!.Metadata.Title, episode.Published.Enclosure);
    }

    [Fact]
    public async Task A_retry_that_asks_for_another_format_makes_it_although_the_first_is_done()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync(Show);
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.PrepareAllAsync(app.First);
        await app.SetUpShowAsync(Show.Replace("mp3", "m4a", StringComparison.Ordinal));

        await app.First.UploadRegistration.RetryAsync(EpisodeSlug.Parse("talk"), isByPerson: true, default);
        await app.TranscribeAllAsync(app.First);

        var episode = await app.EpisodeAsync("talk");
        Assert.Equal((EpisodeStatus.Published, "m4a"), (episode.Status, episode.Published!.Enclosure.Extension));
        Assert.Equal(1, app.First.Speech.Runs);
    }

    [Fact]
    public async Task A_message_to_encode_what_needs_no_encoding_any_more_does_no_harm()
    {
        await using var app = await azurite.StartAppAsync();
        var registered = await app.RegisterAsync("talk.mp3", await Clips.Mp3);
        var late = WorkMessage.Of(WorkItem.Encoding(registered.Slug, registered.Wanted!.Value));

        for (var times = 0; times < 10; times++)
        {
            await app.First.TranscriptionJob.RunAsync(late, default);
        }

        await app.TranscribeAllAsync(app.First);
        Assert.Equal((EpisodeStatus.Published, "mp3"), await app.EpisodeAsync("talk") is var episode
            ? (episode.Status, episode.Published!.Enclosure.Extension)
            : default);
    }

    [Fact]
    public async Task A_retry_keeps_what_the_decoding_showed()
    {
        await using var app = await azurite.StartAppAsync();
        // An MP3 behind another one: the header of the first declares its own length only.
        var before = await app.PublishAsync("talk.mp3", [.. await Clips.Mp3, .. await Clips.LongMp3]);

        await app.First.UploadRegistration.RetryAsync(EpisodeSlug.Parse("talk"), isByPerson: true, default);
        await app.TranscribeAllAsync(app.First);

        var after = await app.EpisodeAsync("talk");
        Assert.Equal(EpisodeStatus.Published, after.Status);
        Assert.InRange(after.Published!.Enclosure.Duration.TotalSeconds, 4.9, 5.2);
        Assert.Equal(before.Published!.Enclosure, after.Published.Enclosure);
        Assert.Equal(before.Audio!.Loudness, after.Audio!.Loudness);
    }

    [Fact]
    public async Task Status_says_that_the_file_is_being_made()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync(Show);
        var registered = await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.First.TranscriptionJob.RunAsync((await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue))!, default);
        var encode = (await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue))!;
        await app.First.TranscriptionJob.RunAsync((await app.TakeAsync<WorkMessage>(StorageNames.TranscribeQueue))!, default);
        var store = app.First.Get<WorkStore>();
        string? status = null;
        app.First.Storage.Before = async request =>
        {
            if (status is null
                && request.StartsWith("PUT", StringComparison.Ordinal)
                && request.Contains("/media/", StringComparison.Ordinal))
            {
                status = "";
                var work = await store.ReadAsync(registered.Slug, registered.Wanted!.Value, default);
                status = new WorkProgress(work).Status(app.Clock.GetUtcNow());
            }
        };

        await app.First.TranscriptionJob.RunAsync(encode, default);

        Assert.Equal("encoding", status);
    }
}
