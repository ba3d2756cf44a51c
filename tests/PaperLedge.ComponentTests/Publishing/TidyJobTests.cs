using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>The timer, which finds the changes that have no event.</summary>
[Collection(nameof(AzuriteCollection))]
public class TidyJobTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan s_missed = TimeSpan.FromSeconds(new TidyOptions().MissedUploadSeconds);

    private static readonly TimeSpan s_stalled = TimeSpan.FromSeconds(new TidyOptions().StalledSeconds);

    private static readonly TimeSpan s_lease = new TranscriptionJobOptions().Lease;

    [Fact]
    public async Task A_round_with_nothing_to_do_writes_nothing()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        app.First.Storage.Forget();
        app.Clock.Advance(TimeSpan.FromDays(1));

        await app.First.TidyJob.RunAsync(default);

        Assert.Empty(app.First.Storage.Writes);
        Assert.Empty(app.First.Log.Errors);
    }

    [Fact]
    public async Task An_upload_that_no_event_told_of_is_registered_when_its_event_is_overdue()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.wav", await Clips.Wave);

        await app.First.TidyJob.RunAsync(default);
        Assert.Null(await app.FindEpisodeAsync("talk"));

        app.Clock.Advance(s_missed);
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(EpisodeStatus.Queued, (await app.EpisodeAsync("talk")).Status);
        Assert.Equal(1, await app.CountMessagesAsync(StorageNames.PrepareQueue));
    }

    [Fact]
    public async Task A_new_version_that_no_event_told_of_is_registered_when_its_event_is_overdue()
    {
        await using var app = await azurite.StartAppAsync();
        var before = await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.UploadAsync("talk.wav", await Clips.OtherWave);
        app.Clock.Advance(s_missed);

        await app.First.TidyJob.RunAsync(default);

        Assert.NotEqual(before.Wanted, (await app.EpisodeAsync("talk")).Wanted);
    }

    [Fact]
    public async Task A_queued_episode_whose_message_was_lost_is_queued_again()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();

        app.Clock.Advance(s_stalled);
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.PrepareQueue));

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.First.TidyJob.RunAsync(default);
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(1, await app.CountMessagesAsync(StorageNames.PrepareQueue));
        Assert.Equal(message, await app.NextMessageAsync());
        Assert.Equal(app.Clock.GetUtcNow(), (await app.EpisodeAsync("talk")).QueuedAt);
    }

    [Fact]
    public async Task A_queued_episode_whose_message_waits_in_a_long_queue_is_not_queued_again()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);

        app.Clock.Advance(s_stalled + s_missed);
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(1, await app.CountMessagesAsync(StorageNames.PrepareQueue));

        await app.PrepareAllAsync(app.First);
        app.Clock.Advance(s_stalled + s_missed);
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.PrepareQueue));
        Assert.Equal(1, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
    }

    [Fact]
    public async Task A_message_that_was_sent_before_all_that_wait_is_not_expected_in_the_queue()
    {
        await using var app = await azurite.StartAppAsync();
        var queue = app.First.Get<WorkQueue>();
        Assert.False(await queue.MayHoldAsync(isPiece: false, app.Clock.GetUtcNow(), default));

        await app.RegisterAsync("talk.wav", await Clips.Wave);

        Assert.True(await queue.MayHoldAsync(isPiece: false, app.Clock.GetUtcNow(), default));
        Assert.False(await queue.MayHoldAsync(isPiece: false, app.Clock.GetUtcNow().AddHours(-1), default));
        Assert.False(await queue.MayHoldAsync(isPiece: true, app.Clock.GetUtcNow(), default));
    }

    [Fact]
    public async Task A_queued_episode_that_somebody_transcribes_is_not_queued_again()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        var second = app.AddInstance();
        app.Clock.Advance(s_stalled + s_missed);
        app.First.Speech.Meanwhile = _ => second.TidyJob.RunAsync(default);

        await app.First.TranscriptionJob.RunAsync(message, default);

        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
    }

    [Fact]
    public async Task An_episode_whose_audio_was_deleted_leaves_the_feed_and_comes_back_with_its_guid()
    {
        await using var app = await azurite.StartAppAsync();
        var published = await app.PublishAsync("talk.wav", await Clips.Wave);
        var version = (await app.ShowAsync()).Version;
        await app.DeleteAsync("talk.wav");

        await app.First.TidyJob.RunAsync(default);

        var withdrawn = await app.EpisodeAsync("talk");
        Assert.Equal((EpisodeStatus.Withdrawn, null, null), (withdrawn.Status, withdrawn.Published, withdrawn.Upload));
        Assert.Empty(await app.Ledger.ListNewestAsync(10, default));
        Assert.Equal(version + 1, (await app.ShowAsync()).Version);
        Assert.Empty(await app.RowsAsync(StorageNames.UploadsTable));
        await app.First.TidyJob.RunAsync(default);
        Assert.Empty(await app.RowsAsync(StorageNames.SegmentsTable));
        Assert.Empty((await app.EpisodeAsync("talk")).Leftovers);

        var back = await app.PublishAsync("talk.wav", await Clips.Wave);
        Assert.Equal((EpisodeStatus.Published, published.Guid), (back.Status, back.Guid));
    }

    [Fact]
    public async Task An_episode_whose_audio_was_deleted_before_it_was_out_is_withdrawn_and_the_feed_does_not_change()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var version = (await app.ShowAsync()).Version;
        await app.DeleteAsync("talk.wav");

        await app.First.TidyJob.RunAsync(default);

        Assert.Equal(EpisodeStatus.Withdrawn, (await app.EpisodeAsync("talk")).Status);
        Assert.Equal(version, (await app.ShowAsync()).Version);
        await app.TranscribeAllAsync(app.First);
        Assert.Equal(0, app.First.Speech.Runs);
    }

    [Fact]
    public async Task Audio_that_is_uploaded_again_while_its_deletion_is_noticed_is_not_withdrawn()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.DeleteAsync("talk.wav");
        app.First.Storage.BeforeNext("HEAD", async () => await app.UploadAsync("talk.wav", await Clips.Wave));

        await app.First.TidyJob.RunAsync(default);

        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
    }

    [Fact]
    public async Task A_scheduled_episode_is_published_when_its_date_has_come()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.json", $$"""{"published": "{{app.Clock.GetUtcNow().AddHours(1):O}}"}""");
        await app.PublishAsync("talk.wav", await Clips.Wave);

        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(EpisodeStatus.Scheduled, (await app.EpisodeAsync("talk")).Status);

        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
        Assert.Single(await app.Ledger.ListNewestAsync(10, default));
    }

    [Fact]
    public async Task A_sidecar_that_was_deleted_gives_the_episode_its_own_title_back()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.json", """{"title": "With a title"}""");
        await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.DeleteAsync("talk.json");

        await app.First.TidyJob.RunAsync(default);

        Assert.Equal("Talk", (await app.EpisodeAsync("talk")).Published!.Metadata.Title);
    }

    [Fact]
    public async Task Captions_that_were_deleted_give_the_machines_transcript_back()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nPut right.\n");
        await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.DeleteAsync("talk.vtt");

        await app.First.TidyJob.RunAsync(default);
        await app.First.TidyJob.RunAsync(default);

        Assert.Contains("It was said once.", await app.TranscriptAsync("talk", TranscriptFormat.Text), StringComparison.Ordinal);
        Assert.Equal(3, (await app.RowsAsync(StorageNames.SegmentsTable)).Count);
    }

    [Fact]
    public async Task A_sidecar_that_no_event_told_of_counts_when_its_event_is_overdue()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.UploadAsync("talk.json", """{"title": "Never told of"}""");

        await app.First.TidyJob.RunAsync(default);
        Assert.Equal("Talk", (await app.EpisodeAsync("talk")).Published!.Metadata.Title);

        app.Clock.Advance(s_missed);
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal("Never told of", (await app.EpisodeAsync("talk")).Published!.Metadata.Title);
    }

    [Fact]
    public async Task A_second_file_takes_over_when_the_first_was_deleted()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.RegisterAsync("talk.mp3", await Clips.Mp3);
        await app.DeleteAsync("talk.wav");

        await app.First.TidyJob.RunAsync(default);

        var episode = await app.EpisodeAsync("talk");
        Assert.Equal(("talk.mp3", EpisodeStatus.Queued), (episode.Upload!.BlobName, episode.Status));
        Assert.Equal(UploadState.Accepted, (await app.UploadRecordAsync("talk.mp3")).State);
    }

    [Fact]
    public async Task One_item_that_fails_does_not_keep_the_others_waiting()
    {
        await using var app = await azurite.StartAppAsync();
        foreach (var name in (string[])["one", "three", "two"])
        {
            await app.PublishAsync($"{name}.wav", await Clips.Wave);
            await app.DeleteAsync($"{name}.wav");
        }

        app.First.Storage.Before = request => request.Contains("episode-three", StringComparison.Ordinal)
            ? throw new InvalidOperationException("The row cannot be read.") : Task.CompletedTask;
        await app.First.TidyJob.RunAsync(default);

        Assert.Equal(EpisodeStatus.Withdrawn, (await app.EpisodeAsync("one")).Status);
        Assert.Equal(EpisodeStatus.Withdrawn, (await app.EpisodeAsync("two")).Status);
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("three")).Status);
        Assert.Contains("Tidy failed at three", Assert.Single(app.First.Log.Errors), StringComparison.Ordinal);
        app.First.Storage.Before = null;
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal(EpisodeStatus.Withdrawn, (await app.EpisodeAsync("three")).Status);
    }

    [Fact]
    public async Task Settings_that_no_event_told_of_are_read()
    {
        await using var app = await azurite.StartAppAsync();
        await app.Blobs.GetBlobContainerClient(StorageNames.ConfigContainer).GetBlobClient(StorageNames.ShowSettingsBlob)
            .UploadAsync(BinaryData.FromString("""{"title": "Never told of"}"""));

        await app.First.TidyJob.RunAsync(default);

        Assert.Equal("Never told of", (await app.ShowAsync()).Settings.Title);
    }

    [Fact]
    public async Task Files_that_a_late_attempt_left_after_the_publication_are_deleted()
    {
        await using var app = await azurite.StartAppAsync();
        var frozen = app.AddInstance(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(app.Clock.GetUtcNow()));
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        frozen.Speech.Meanwhile = async _ =>
        {
            // The process stood still longer than its lease: the other one takes over and publishes.
            app.Clock.Advance(s_lease);
            await app.First.TranscriptionJob.RunAsync(message, default);
            await app.First.TidyJob.RunAsync(default);
        };

        await frozen.TranscriptionJob.RunAsync(message, default);
        Assert.NotEqual(0, await app.CountWorkAsync());
        await app.First.TidyJob.RunAsync(default);

        Assert.Equal(0, await app.CountWorkAsync());
        Assert.Equal(3, (await app.RowsAsync(StorageNames.SegmentsTable)).Count);
        Assert.Empty((await app.EpisodeAsync("talk")).Leftovers);
    }
}
