using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>The third step: what listeners have changes in one transaction, when all that it points to is in place.</summary>
[Collection(nameof(AzuriteCollection))]
public class PublisherTests(AzuriteFixture azurite)
{
    private const string Captions = "WEBVTT\n\n00:00.000 --> 00:01.000\nPut right.\n";

    [Fact]
    public async Task A_published_episode_is_in_the_list_with_its_audio_and_its_transcripts()
    {
        await using var app = await azurite.StartAppAsync();
        var version = (await app.ShowAsync()).Version;

        var episode = await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Equal(version + 1, (await app.ShowAsync()).Version);
        Assert.Equal(episode.Published, Assert.Single(await app.Ledger.ListNewestAsync(10, default)));
        Assert.Equal([$"talk/{episode.Published!.Enclosure.Audio}.wav"], await app.BlobNamesAsync(StorageNames.MediaContainer));
        Assert.Equal(
            TranscriptFormat.All.Select(format => $"talk/{episode.Wanted}-{episode.TranscriptTag}.{format.Extension}").Order(),
            await app.BlobNamesAsync(StorageNames.TranscriptsContainer));
        Assert.Contains("It was said once.", await app.TranscriptAsync("talk", TranscriptFormat.Vtt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_that_is_not_wanted_or_not_transcribed_is_not_published()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Storage.Forget();

        await app.First.Publisher.PublishAsync(episode.Slug, episode.Wanted!.Value, default);
        await app.First.Publisher.PublishAsync(episode.Slug, Revision.Parse("0123456789abcdef"), default);
        await app.First.Publisher.PublishAsync(EpisodeSlug.Parse("nothing"), episode.Wanted!.Value, default);

        Assert.Empty(app.First.Storage.Writes);
    }

    [Fact]
    public async Task Publishing_again_with_nothing_new_changes_no_row()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.PublishAsync("talk.wav", await Clips.Wave);
        var (show, row) = (await app.ShowAsync(), await app.RowAsync("talk"));

        await app.First.Publisher.PublishAsync(episode.Slug, episode.Wanted!.Value, default);

        Assert.Equal(show.Version, (await app.ShowAsync()).Version);
        Assert.Equal(row.ETag, (await app.RowAsync("talk")).ETag);
    }

    [Fact]
    public async Task An_episode_with_a_date_to_come_waits_for_it_outside_the_feed()
    {
        await using var app = await azurite.StartAppAsync();
        var due = app.Clock.GetUtcNow().AddHours(2);
        var version = (await app.ShowAsync()).Version;
        await app.UploadAsync("talk.json", $$"""{"published": "{{due:O}}"}""");

        var episode = await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Equal((EpisodeStatus.Scheduled, null), (episode.Status, episode.Published));
        Assert.Equal((due, version), (episode.Due, (await app.ShowAsync()).Version));
        Assert.Empty(await app.Ledger.ListNewestAsync(10, default));
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.First.Publisher.PublishAsync(episode.Slug, episode.Wanted!.Value, default);
        Assert.Equal((EpisodeStatus.Published, null), ((await app.EpisodeAsync("talk")).Status, (await app.EpisodeAsync("talk")).Due));
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("""{"published": "next Tuesday"}""")]
    [InlineData("""{"published": "2027-13-01"}""")]
    [InlineData("""{"published": "9999-01-01"}""")]
    [InlineData("""{"hold": "yes"}""")]
    public async Task An_episode_whose_date_cannot_be_read_is_held_until_it_can(string sidecar)
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.json", sidecar);

        var held = await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Equal((EpisodeStatus.Held, null), (held.Status, held.Published));
        Assert.Empty(await app.Ledger.ListNewestAsync(10, default));
        await app.UploadAsync("talk.json", $$"""{"published": "{{app.Clock.GetUtcNow().AddHours(2):O}}"}""");
        await app.First.UploadRegistration.RegisterAsync("talk.json", default);
        Assert.Equal((EpisodeStatus.Scheduled, null), ((await app.EpisodeAsync("talk")).Status, (await app.EpisodeAsync("talk")).Problem));
        await app.UploadAsync("talk.json", sidecar);
        await app.First.UploadRegistration.RegisterAsync("talk.json", default);
        app.Clock.Advance(TimeSpan.FromHours(3));
        await app.First.Get<TidyJob>().RunAsync(default);
        Assert.Equal(EpisodeStatus.Held, (await app.EpisodeAsync("talk")).Status);
    }

    [Fact]
    public async Task A_held_episode_goes_out_when_it_is_released()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.json", """{"title": "To be reviewed", "hold": true}""");
        await app.UploadAsync("talk.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nAs a person corrected it.\n");
        var held = await app.PublishAsync("talk.wav", await Clips.Wave);
        Assert.Equal((EpisodeStatus.Held, null, "To be reviewed"), (held.Status, held.Problem, held.Title));

        var preview = await app.First.Publisher.PreviewAsync(held, default);
        app.Clock.Advance(TimeSpan.FromDays(21));
        var released = await app.First.Get<EpisodeRelease>().ReleaseAsync(held.Slug, default);

        Assert.Equal("To be reviewed", preview!.Episode.Metadata.Title);
        Assert.Equal("As a person corrected it.", Assert.Single(preview.Transcript.Segments).Text);
        Assert.Equal((EpisodeStatus.Published, null), (released!.Status, released.ReviewKey));
        Assert.NotNull(released.Published!.Correction);
        // Otherwise it would appear three weeks down the list.
        Assert.Equal(app.Clock.GetUtcNow(), released.Published.Metadata.Published);
    }

    [Fact]
    public async Task A_show_that_holds_its_episodes_publishes_one_whose_sidecar_says_so()
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpShowAsync("""{"title": "A show", "description": "x", "author": "x", "category": "Science", "hold": true}""");
        var held = await app.PublishAsync("talk.wav", await Clips.Wave);
        Assert.Equal(EpisodeStatus.Held, held.Status);

        await app.UploadAsync("talk.json", """{"hold": false}""");
        await app.First.UploadRegistration.RegisterAsync("talk.json", default);

        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
    }

    [Fact]
    public async Task A_sidecar_that_cannot_be_read_leaves_what_is_out_and_warns()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.json", """{"title": "As it was"}""");
        var before = await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.UploadAsync("talk.json", "{ not json");

        await app.First.UploadRegistration.RegisterAsync("talk.json", default);

        var after = await app.EpisodeAsync("talk");
        Assert.Equal(before.Published, after.Published);
        Assert.NotEmpty(after.Warnings);
    }

    [Theory]
    [InlineData("talk.json", """{"title": "Told at the last moment"}""")]
    [InlineData("talk.vtt", Captions)]
    public async Task A_file_that_comes_while_the_episode_is_published_makes_publication_start_over(string name, string content)
    {
        await using var app = await azurite.StartAppAsync();
        var other = app.AddInstance();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var version = (await app.ShowAsync()).Version;
        app.First.Storage.BeforeNext("/transcripts/", async () =>
        {
            await app.UploadAsync(name, content);
            await other.UploadRegistration.RegisterAsync(name, default);
        });

        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);

        var episode = await app.EpisodeAsync("talk");
        var text = await app.TranscriptAsync("talk", TranscriptFormat.Text);
        Assert.True(
            episode.Published!.Metadata.Title == "Told at the last moment" || text.Contains("Put right.", StringComparison.Ordinal));
        Assert.Equal(version + 1, (await app.ShowAsync()).Version);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Audio_that_is_deleted_or_overwritten_before_it_was_copied_is_not_published(bool deleted)
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Storage.BeforeNext("/media/", async () =>
        {
            await (deleted ? app.DeleteAsync("talk.wav") : app.UploadAsync("talk.wav", await Clips.OtherWave));
        });

        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);

        Assert.Null((await app.EpisodeAsync("talk")).Published);
        Assert.Empty(await app.Ledger.ListNewestAsync(10, default));
    }

    [Fact]
    public async Task Audio_is_copied_once_a_revision()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        app.First.Storage.Forget();
        await app.UploadAsync("talk.json", """{"title": "Another title"}""");

        await app.First.UploadRegistration.RegisterAsync("talk.json", default);

        Assert.DoesNotContain(app.First.Storage.Writes, write => write.Contains("/media/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_that_another_instance_begins_anew_counts_as_ones_own()
    {
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        app.First.Storage.After = async request =>
        {
            if (request.StartsWith("PUT", StringComparison.Ordinal) && request.Contains("/media/", StringComparison.Ordinal))
            {
                app.First.Storage.After = null;
                await second.Publisher.PublishAsync(episode.Slug, episode.Wanted!.Value, default);
            }
        };

        await app.First.TranscriptionJob.RunAsync(message, default);

        Assert.Equal((EpisodeStatus.Published, null), ((await app.EpisodeAsync("talk")).Status, (await app.EpisodeAsync("talk")).Problem));
    }

    [Fact]
    public async Task An_upgrade_transcribes_nothing_until_retry_and_leaves_the_enclosure_as_it_is()
    {
        await using var app = await azurite.StartAppAsync();
        var before = await app.PublishAsync("talk.wav", await Clips.Wave);
        app.First.Speech.Fingerprint = "scripted 2";
        app.First.Speech.Segments = ScriptedTranscriber.Say("It was heard better.");

        await app.First.UploadRegistration.RegisterAsync("talk.wav", default);
        await app.First.TidyJob.RunAsync(default);
        Assert.Equal((1, before.Wanted), (app.First.Speech.Runs, (await app.EpisodeAsync("talk")).Wanted));

        await app.First.UploadRegistration.RetryAsync(EpisodeSlug.Parse("talk"), isByPerson: true, default);
        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);

        var after = await app.EpisodeAsync("talk");
        Assert.NotEqual(before.Published!.Revision, after.Published!.Revision);
        Assert.Equal(before.Published.Enclosure, after.Published.Enclosure);
        Assert.Contains("It was heard better.", await app.TranscriptAsync("talk", TranscriptFormat.Vtt), StringComparison.Ordinal);
        Assert.Single(await app.BlobNamesAsync(StorageNames.MediaContainer));
    }

    [Fact]
    public async Task What_changes_the_text_between_upload_and_transcription_makes_another_revision_without_a_second_upload()
    {
        await using var app = await azurite.StartAppAsync();
        var queued = await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.UploadAsync("talk.json", """{"title": "A name to spell"}""");

        await app.First.TranscriptionJob.RunAsync((await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue))!, default);
        var requeued = await app.EpisodeAsync("talk");
        Assert.Equal((0, EpisodeStatus.Queued), (app.First.Speech.Runs, requeued.Status));
        Assert.NotEqual(queued.Wanted, requeued.Wanted);

        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);
        Assert.Equal((1, EpisodeStatus.Published), (app.First.Speech.Runs, (await app.EpisodeAsync("talk")).Status));
        Assert.Contains("A name to spell", app.First.Speech.Options!.Prompt!);
    }

    [Fact]
    public async Task A_copy_that_was_cut_off_before_its_type_was_set_is_made_again()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        var doomed = app.AddInstance();
        doomed.Storage.After = request =>
        {
            if (request.StartsWith("PUT", StringComparison.Ordinal) && request.Contains("/media/", StringComparison.Ordinal))
            {
                doomed.Storage.Kill();
            }

            return Task.CompletedTask;
        };
        await Assert.ThrowsAnyAsync<Exception>(() => doomed.TranscriptionJob.RunAsync(message, default));

        await app.First.TranscriptionJob.RunAsync(message, default);

        var version = (await app.EpisodeAsync("talk")).Published!.Enclosure.Audio;
        var audio = await app.Blobs.GetBlobContainerClient(StorageNames.MediaContainer)
            .GetBlobClient($"talk/{version}.wav")
            .GetPropertiesAsync();
        Assert.Equal(("audio/wav", "public, max-age=31536000, immutable"), (audio.Value.ContentType, audio.Value.CacheControl));
    }

    [Fact]
    public async Task A_new_date_moves_the_episodes_place_and_leaves_no_second_one()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        Assert.Null((await app.ShowAsync()).Removed);
        await app.UploadAsync("talk.json", """{"published": "2026-01-03"}""");

        await app.First.UploadRegistration.RegisterAsync("talk.json", default);

        var place = Assert.Single(await app.Ledger.ListNewestAsync(10, default));
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero), place.Metadata.Published);
        Assert.Equal(app.Clock.GetUtcNow(), (await app.ShowAsync()).Removed);
    }

    [Fact]
    public async Task A_correction_is_named_as_pending_before_its_rows_are_written_and_struck_off_when_it_is_out()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.UploadAsync("talk.vtt", Captions);
        Episode? meanwhile = null;
        app.First.Storage.BeforeNext("$batch", async () => meanwhile = await app.EpisodeAsync("talk"));

        await app.First.UploadRegistration.RegisterAsync("talk.vtt", default);

        var after = await app.EpisodeAsync("talk");
        Assert.Equal(after.Published!.Correction!.Tag, meanwhile!.PendingCorrection);
        Assert.Contains(meanwhile.Wanted!.Value, meanwhile.Leftovers);
        Assert.Null(after.PendingCorrection);
    }

    [Theory]
    [InlineData("no captions at all")]
    [InlineData("WEBVTT\n\n01:00.000 --> 02:00.000\nOf other audio.\n")]
    public async Task Captions_that_cannot_be_used_leave_the_transcript_and_warn(string captions)
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.vtt", captions);

        var episode = await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Null(episode.Published!.Correction);
        Assert.Contains(episode.Warnings, warning => warning.StartsWith("talk.vtt: ", StringComparison.Ordinal));
        Assert.Contains("It was said once.", await app.TranscriptAsync("talk", TranscriptFormat.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_caption_files_make_a_warning_and_the_first_kind_counts()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.vtt", Captions);
        await app.UploadAsync("talk.srt", "1\n00:00:00,000 --> 00:00:01,000\nNot this one.\n");

        var episode = await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Contains("Put right.", await app.TranscriptAsync("talk", TranscriptFormat.Text), StringComparison.Ordinal);
        Assert.Contains(
            episode.Warnings, warning => warning.StartsWith("talk.srt: ignored, because talk.vtt exists too", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_show_that_others_change_every_time_gives_the_message_back_to_the_host()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Storage.Before = async request =>
        {
            if (request.EndsWith(".txt", StringComparison.Ordinal))
            {
                var row = await app.RowAsync("talk");
                await app.Ledger.ReplaceEpisodeAsync(row.Value with { SidecarETag = Guid.NewGuid().ToString() }, row.ETag, default);
            }
        };

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default));

        Assert.Contains("was changed by others 20 times in a row", exception.Message, StringComparison.Ordinal);
        Assert.Null((await app.EpisodeAsync("talk")).Published);
    }
}
