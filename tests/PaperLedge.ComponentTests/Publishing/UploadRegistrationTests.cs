using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>The first step: what becomes of an upload.</summary>
[Collection(nameof(AzuriteCollection))]
public class UploadRegistrationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Audio_becomes_a_queued_episode_with_a_message()
    {
        await using var app = await azurite.StartAppAsync();

        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);

        Assert.Equal(EpisodeStatus.Queued, episode.Status);
        Assert.Equal((TimeSpan.FromSeconds(2), "audio/wav"), (episode.Audio!.Duration, episode.Audio.MediaType));
        Assert.Equal(app.Clock.GetUtcNow(), episode.QueuedAt);
        Assert.Equal(
            new WorkMessage("talk", episode.Wanted!.Value.Value, Piece: null), await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue));
        Assert.Equal((UploadState.Accepted, null), (await StateOf(app, "talk.wav")));
    }

    [Fact]
    public async Task Audio_is_what_its_content_says_and_not_its_name()
    {
        await using var app = await azurite.StartAppAsync();

        var episode = await app.RegisterAsync("talk.wav", await Clips.Mp3);

        Assert.Equal(("mp3", "audio/mpeg"), (episode.Audio!.Extension, episode.Audio.MediaType));
    }

    [Theory]
    [InlineData("text", "is a text file")]
    [InlineData("empty", "is empty (0 bytes)")]
    [InlineData("too long", "lasts 3 s; at most 2 s are accepted")]
    [InlineData("too large", "at most 100,000 are accepted")]
    public async Task A_file_that_is_no_episode_fails_with_the_reason_and_is_not_queued(string kind, string problem)
    {
        await using var app = await azurite.StartAppAsync(("Audio:MaxDuration", "00:00:02"), ("Audio:MaxBytes", "100000"));
        var content = kind switch
        {
            "text" => "Dear listeners, this is no audio at all."u8.ToArray(),
            "too long" => await Clips.LongMp3,
            "too large" => new byte[100_001],
            _ => [],
        };

        var episode = await app.RegisterAsync("talk.mp3", content);

        Assert.Equal((EpisodeStatus.Failed, null), (episode.Status, episode.Wanted));
        Assert.Contains(problem, episode.Problem, StringComparison.Ordinal);
        Assert.Equal((UploadState.Failed, episode.Problem), await StateOf(app, "talk.mp3"));
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
    }

    [Theory]
    [InlineData("Not A Slug.mp3", "Rename it, to 'not-a-slug.mp3'")]
    [InlineData("folder/inside.mp3", "is in a folder")]
    [InlineData("notes.pdf", "does not end in a known extension")]
    public async Task A_name_that_cannot_be_an_episode_fails_on_the_upload_only(string name, string problem)
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync(name, "anything");

        await app.First.UploadRegistration.RegisterAsync(name, default);

        var (state, said) = await StateOf(app, name);
        Assert.Equal(UploadState.Failed, state);
        Assert.Contains(problem, said, StringComparison.Ordinal);
        Assert.True(await app.Ledger.ListEpisodesAsync(default).AllAsync(_ => false));
    }

    [Fact]
    public async Task A_sidecar_before_the_audio_makes_no_episode_and_counts_when_the_audio_is_published()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.json", """{"title": "Told before"}""");
        await app.First.UploadRegistration.RegisterAsync("talk.json", default);
        Assert.Null(await app.FindEpisodeAsync("talk"));

        var episode = await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Equal("Told before", episode.Published!.Metadata.Title);
    }

    [Fact]
    public async Task A_sidecar_beside_a_queued_episode_is_noted_and_publishes_nothing()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.UploadAsync("talk.json", """{"title": "Told meanwhile"}""");

        await app.First.UploadRegistration.RegisterAsync("talk.json", default);

        var episode = await app.EpisodeAsync("talk");
        Assert.NotNull(episode.SidecarETag);
        Assert.Equal((EpisodeStatus.Queued, null), (episode.Status, episode.Published));
    }

    [Fact]
    public async Task A_sidecar_after_publication_publishes_anew()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        var version = (await app.ShowAsync()).Version;
        await app.UploadAsync("talk.json", """{"title": "Told after"}""");

        await app.First.UploadRegistration.RegisterAsync("talk.json", default);

        Assert.Equal("Told after", (await app.EpisodeAsync("talk")).Published!.Metadata.Title);
        Assert.Equal(version + 1, (await app.ShowAsync()).Version);
        Assert.Equal(1, app.First.Speech.Runs);
    }

    [Theory]
    [InlineData("talk.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nPut right.\n")]
    [InlineData("talk.srt", "1\n00:00:00,000 --> 00:00:01,000\nPut right.\n")]
    public async Task Captions_after_publication_take_the_place_of_the_machines(string name, string captions)
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.UploadAsync(name, captions);

        await app.First.UploadRegistration.RegisterAsync(name, default);

        Assert.Contains("Put right.", await app.TranscriptAsync("talk", TranscriptFormat.Text), StringComparison.Ordinal);
        Assert.NotNull((await app.EpisodeAsync("talk")).Published!.Correction);
    }

    [Fact]
    public async Task The_same_version_again_changes_no_row_and_sends_the_message_again()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var before = await app.RowAsync("talk");

        await app.First.UploadRegistration.RegisterAsync("talk.wav", default);

        Assert.Equal(before.ETag, (await app.RowAsync("talk")).ETag);
        var first = await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue);
        Assert.NotNull(first);
        Assert.Equal(first, await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue));
    }

    [Fact]
    public async Task The_same_version_again_after_publication_is_not_transcribed_again()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);

        await app.First.UploadRegistration.RegisterAsync("talk.wav", default);

        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
    }

    [Fact]
    public async Task A_failed_version_again_keeps_its_problem()
    {
        await using var app = await azurite.StartAppAsync();
        var failed = await app.RegisterAsync("talk.mp3", "no audio"u8.ToArray());

        await app.First.UploadRegistration.RegisterAsync("talk.mp3", default);

        Assert.Equal((UploadState.Failed, failed.Problem), await StateOf(app, "talk.mp3"));
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
    }

    [Fact]
    public async Task A_blob_that_vanished_before_it_was_looked_at_writes_nothing()
    {
        await using var app = await azurite.StartAppAsync();

        await app.First.UploadRegistration.RegisterAsync("talk.wav", default);

        Assert.Empty(app.First.Storage.Writes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_blob_that_vanishes_or_changes_while_it_is_looked_at_makes_no_episode(bool vanishes)
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.wav", await Clips.Wave);
        app.First.Storage.BeforeNext(
            "RowKey='show'", () => vanishes ? app.DeleteAsync("talk.wav") : app.UploadAsync("talk.wav", "something else"));

        await app.First.UploadRegistration.RegisterAsync("talk.wav", default);

        Assert.Null(await app.FindEpisodeAsync("talk"));
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
    }

    [Fact]
    public async Task What_is_wrong_with_a_version_that_was_overwritten_meanwhile_is_not_said()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.wav", "no audio");
        app.First.Storage.AfterNext("/episodes/talk.wav", () =>
        {
            // The first request looks for the blob, the second one reads it.
            app.First.Storage.AfterNext("/episodes/talk.wav", async () => await app.UploadAsync("talk.wav", await Clips.Wave));
            return Task.CompletedTask;
        });

        await app.First.UploadRegistration.RegisterAsync("talk.wav", default);
        Assert.Null(await app.FindEpisodeAsync("talk"));

        await app.First.UploadRegistration.RegisterAsync("talk.wav", default);
        Assert.Equal(EpisodeStatus.Queued, (await app.EpisodeAsync("talk")).Status);
    }

    [Fact]
    public async Task A_second_file_for_a_slug_is_refused_while_the_first_is_there()
    {
        await using var app = await azurite.StartAppAsync();
        var first = await app.RegisterAsync("talk.wav", await Clips.Wave);

        await app.RegisterAsync("talk.mp3", await Clips.Mp3);

        var (state, problem) = await StateOf(app, "talk.mp3");
        Assert.Equal(UploadState.Failed, state);
        Assert.Contains("is a second file for episode 'talk', which is made from 'talk.wav'", problem, StringComparison.Ordinal);
        Assert.Equal(first.Wanted, (await app.EpisodeAsync("talk")).Wanted);
    }

    [Fact]
    public async Task A_second_file_for_a_slug_takes_over_when_the_first_is_gone()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.DeleteAsync("talk.wav");

        var episode = await app.RegisterAsync("talk.mp3", await Clips.Mp3);

        Assert.Equal(("talk.mp3", EpisodeStatus.Queued), (episode.Upload!.BlobName, episode.Status));
    }

    [Fact]
    public async Task A_reuploaded_episode_keeps_its_guid_and_what_listeners_have()
    {
        await using var app = await azurite.StartAppAsync();
        var before = await app.PublishAsync("talk.wav", await Clips.Wave);

        var after = await app.RegisterAsync("talk.wav", await Clips.OtherWave);

        Assert.Equal(EpisodeStatus.Queued, after.Status);
        Assert.Equal((before.Guid, before.Published), (after.Guid, after.Published));
        Assert.NotEqual(before.Wanted, after.Wanted);
        Assert.Equal([before.Wanted!.Value], after.Leftovers);
    }

    [Fact]
    public async Task A_broken_reupload_leaves_what_listeners_have()
    {
        await using var app = await azurite.StartAppAsync();
        var before = await app.PublishAsync("talk.wav", await Clips.Wave);

        var after = await app.RegisterAsync("talk.wav", "no audio"u8.ToArray());

        Assert.Equal(EpisodeStatus.Failed, after.Status);
        Assert.Equal(before.Published, after.Published);
    }

    [Fact]
    public async Task A_message_of_a_given_up_upload_fails_it()
    {
        await using var app = await azurite.StartAppAsync();

        await app.First.UploadRegistration.AbandonAsync(
            """{"ContainerName": "episodes", "BlobName": "talk.wav", "ETag": "\"0x1\""}""", default);

        var record = await app.UploadRecordAsync("talk.wav");
        Assert.Equal((UploadState.Failed, "0x1"), (record.State, record.ETag));
        Assert.Contains("was killed each time", record.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ nonsense")]
    [InlineData("{}")]
    [InlineData("""{"ContainerName": "config", "BlobName": "show.json", "ETag": "0x1"}""")]
    public async Task A_poison_message_that_is_of_no_upload_is_logged_and_dropped(string message)
    {
        await using var app = await azurite.StartAppAsync();

        await app.First.UploadRegistration.AbandonAsync(message, default);

        Assert.Empty(app.First.Storage.Writes);
        Assert.Contains(app.First.Log.Errors, line => line.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_retry_queues_a_failed_episode_again_with_all_its_attempts()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Speech.Meanwhile = _ => throw new InvalidOperationException("The model is ill.");
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default));
        await app.First.TranscriptionJob.AbandonAsync($$"""{"Slug": "talk", "Revision": "{{episode.Wanted}}", "Piece": 0}""", default);
        Assert.Equal(EpisodeStatus.Failed, (await app.EpisodeAsync("talk")).Status);

        Assert.True(await app.First.UploadRegistration.RetryAsync(episode.Slug, isByPerson: true, default));

        Assert.Equal((EpisodeStatus.Queued, null), ((await app.EpisodeAsync("talk")).Status, (await app.EpisodeAsync("talk")).Problem));
        Assert.Equal(0, (await app.PieceAsync("talk", episode.Wanted!.Value)).Begun);
        app.First.Speech.Meanwhile = null;
        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
    }

    [Fact]
    public async Task A_retry_of_an_episode_that_does_not_exist_does_nothing()
    {
        await using var app = await azurite.StartAppAsync();

        Assert.False(await app.First.UploadRegistration.RetryAsync(EpisodeSlug.Parse("nothing"), isByPerson: true, default));
        Assert.Empty(app.First.Storage.Writes);
    }

    [Fact]
    public async Task A_row_that_others_change_every_time_gives_the_event_back_to_the_host()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.UploadAsync("talk.wav", await Clips.OtherWave);
        app.First.Storage.Before = async request =>
        {
            if (request.StartsWith("PUT", StringComparison.Ordinal) && request.Contains("episode-talk", StringComparison.Ordinal))
            {
                var row = await app.RowAsync("talk");
                await app.Ledger.ReplaceEpisodeAsync(row.Value with { Warnings = ["changed by another"] }, row.ETag, default);
            }
        };

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => app.First.UploadRegistration.RegisterAsync("talk.wav", default));

        Assert.Contains("was changed by others 20 times in a row", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<(UploadState State, string? Problem)> StateOf(TestApp app, string name)
    {
        var record = await app.UploadRecordAsync(name);
        return (record.State, record.Problem);
    }
}
