using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Status;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Functions;
using PaperLedge.Functions.Publishing;
using PaperLedge.Speech.Audio;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Segments;
using PaperLedge.Storage.Work;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>The second step: a message becomes segments, or a reason why not.</summary>
[Collection(nameof(AzuriteCollection))]
public class TranscriptionJobTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan s_lease = new TranscriptionJobOptions().Lease;

    [Fact]
    public async Task A_message_becomes_segments_and_a_published_episode()
    {
        await using var app = await azurite.StartAppAsync();

        var episode = await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Equal(EpisodeStatus.Published, episode.Status);
        var head = (await app.First.Get<SegmentStore>().FindAsync(episode.Slug, episode.Wanted!.Value, default))!;
        Assert.Equal(("en", false, "test"), (head.Language, head.IsTranslation, head.Transcriber.Model));
        Assert.Equal(app.Clock.GetUtcNow(), head.Finished);
        Assert.Equal(3, (await app.RowsAsync(StorageNames.SegmentsTable)).Count);
        Assert.Equal(0, await app.CountWorkAsync());
    }

    [Fact]
    public async Task The_built_in_model_transcribes_speech()
    {
        await using var app = await azurite.StartAppAsync();
        var instance = app.AddInstance(settings: [], withModel: true);
        await app.UploadAsync("talk.wav", await Clips.Speech);
        await instance.UploadRegistration.RegisterAsync("talk.wav", default);

        await app.TranscribeAllAsync(instance);

        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
        Assert.True((await app.TranscriptAsync("talk", TranscriptFormat.Text)).Split(' ').Length > 3);
    }

    [Fact]
    public async Task A_message_of_another_revision_or_episode_changes_nothing()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Storage.Forget();

        await app.First.TranscriptionJob.RunAsync(new WorkMessage("talk", "0123456789abcdef", Piece: null), default);
        await app.First.TranscriptionJob.RunAsync(new WorkMessage("talk", episode.Wanted!.Value.Value, 0), default);
        await app.First.TranscriptionJob.RunAsync(new WorkMessage("talk", "0123456789abcdef", 0), default);
        await app.First.TranscriptionJob.RunAsync(new WorkMessage("other", episode.Wanted!.Value.Value, 0), default);

        Assert.Empty(app.First.Storage.Writes);
    }

    [Fact]
    public async Task A_message_that_comes_after_publication_changes_nothing()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.PublishAsync("talk.wav", await Clips.Wave);
        app.First.Storage.Forget();

        await app.First.TranscriptionJob.RunAsync(new WorkMessage("talk", episode.Wanted!.Value.Value, 0), default);

        Assert.Empty(app.First.Storage.Writes);
    }

    [Fact]
    public async Task A_piece_that_is_done_is_published_without_being_transcribed_again()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        app.First.Storage.Before = request => request.Contains("/transcripts/", StringComparison.Ordinal)
            ? throw new InvalidOperationException("No room for transcripts.") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.First.TranscriptionJob.RunAsync(message, default));
        Assert.Equal("An attempt failed: No room for transcripts.", (await app.EpisodeAsync("talk")).Problem);
        app.First.Storage.Before = null;

        await app.First.TranscriptionJob.RunAsync(message, default);

        var episode = await app.EpisodeAsync("talk");
        Assert.Equal((EpisodeStatus.Published, null), (episode.Status, episode.Problem));
        Assert.Equal(1, app.First.Speech.Runs);
    }

    [Fact]
    public async Task A_message_that_comes_while_another_attempt_is_under_way_waits_for_the_rest_of_its_lease()
    {
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        var attempt = 0;
        app.First.Speech.Meanwhile = async token =>
        {
            await app.First.LetHeartbeatAsync(token);
            await second.TranscriptionJob.RunAsync(message, default);
            attempt = (await app.PieceAsync("talk", (await app.EpisodeAsync("talk")).Wanted!.Value)).Attempt;
        };

        await app.First.TranscriptionJob.RunAsync(message, default);

        Assert.Equal(0, second.Speech.Runs);
        Assert.Equal([(StorageNames.TranscribeQueue, s_lease)], second.Delays.Sent);
        Assert.Equal(message, await app.NextMessageAsync());
        Assert.Equal(1, attempt);
    }

    [Fact]
    public async Task A_lease_that_another_took_first_makes_the_message_wait()
    {
        await using var app = await azurite.StartAppAsync();
        var second = app.AddInstance();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        app.First.Storage.BeforeNext("RowKey='0000'", () =>
        {
            // The first request reads the row, the second one writes it.
            app.First.Storage.BeforeNext("POST", () => second.TranscriptionJob.RunAsync(message, default));
            return Task.CompletedTask;
        });

        await app.First.TranscriptionJob.RunAsync(message, default);

        Assert.Equal((0, 1), (app.First.Speech.Runs, second.Speech.Runs));
        Assert.Equal((StorageNames.TranscribeQueue, s_lease), app.First.Delays.Sent.Last());
    }

    [Fact]
    public async Task A_heartbeat_stores_the_progress_and_renews_the_lease()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        WorkState? seen = null;
        app.First.Speech.Meanwhile = async token =>
        {
            await app.First.LetHeartbeatAsync(token);
            seen = await app.PieceAsync("talk", episode.Wanted!.Value);
        };

        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);

        Assert.Equal((TimeSpan.FromSeconds(2), 2, null), (seen!.Position, seen.Words, seen.Finished));
        Assert.Equal(app.Clock.GetUtcNow() + s_lease, seen.LeaseUntil);
    }

    [Fact]
    public async Task A_new_upload_ends_the_attempt_at_the_old_one_at_its_next_heartbeat()
    {
        await using var app = await azurite.StartAppAsync();
        var old = await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        app.First.Speech.Meanwhile = async token =>
        {
            await app.RegisterAsync("talk.wav", await Clips.OtherWave);
            await app.First.LetHeartbeatAsync(token);
            await Task.Delay(Timeout.Infinite, token);
        };

        await app.First.TranscriptionJob.RunAsync(message, default);

        Assert.Null((await app.EpisodeAsync("talk")).Published);
        Assert.Null((await app.PieceAsync("talk", old.Wanted!.Value)).Finished);
        app.First.Speech.Meanwhile = null;
        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);
        Assert.Equal(TimeSpan.FromSeconds(3), (await app.EpisodeAsync("talk")).Published!.Enclosure.Duration);
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
    }

    [Fact]
    public async Task A_lease_that_was_lost_ends_the_attempt_and_its_message_waits_for_the_other_one()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        var work = app.First.Get<WorkStore>();
        var item = new WorkItem(episode.Slug, episode.Wanted!.Value, 0);
        app.First.Speech.Meanwhile = async token =>
        {
            var row = (await work.FindAsync(item, token))!;
            await work.WriteAsync(item, row.Value with { Attempt = 2 }, row.ETag, token);
            await app.First.LetHeartbeatAsync(token);
            await Task.Delay(Timeout.Infinite, token);
        };

        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);

        Assert.Equal((StorageNames.TranscribeQueue, s_lease), app.First.Delays.Sent.Last());
        Assert.Null((await app.EpisodeAsync("talk")).Published);
    }

    [Fact]
    public async Task An_upload_that_vanished_ends_the_attempt_and_is_looked_at_again_later()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.DeleteAsync("talk.wav");

        await app.First.TranscriptionJob.RunAsync((await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue))!, default);

        Assert.Equal(0, app.First.Speech.Runs);
        Assert.Equal((StorageNames.PrepareQueue, s_lease), app.First.Delays.Sent.Last());
    }

    [Fact]
    public async Task What_fails_is_noted_and_the_next_attempt_begins_at_once()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        app.First.Speech.Meanwhile = _ => throw new ModelException("The model is not there yet.");

        await Assert.ThrowsAsync<ModelException>(() => app.First.TranscriptionJob.RunAsync(message, default));

        var noted = await app.EpisodeAsync("talk");
        Assert.Equal((EpisodeStatus.Queued, "An attempt failed: The model is not there yet."), (noted.Status, noted.Problem));
        app.First.Speech.Meanwhile = null;
        await app.First.TranscriptionJob.RunAsync(message, default);
        var published = await app.EpisodeAsync("talk");
        Assert.Equal((EpisodeStatus.Published, null), (published.Status, published.Problem));
        Assert.Equal(2, app.First.Speech.Runs);
    }

    [Fact]
    public async Task An_episode_that_is_out_has_no_problem_when_only_the_answer_to_its_publication_was_lost()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        app.First.Storage.AfterNext("/transcripts/", () =>
        {
            app.First.Storage.AfterNext("$batch", () => throw new InvalidOperationException("The answer was lost."));
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => app.First.TranscriptionJob.RunAsync(message, default));
        await app.First.TranscriptionJob.RunAsync(message, default);

        Assert.Equal((EpisodeStatus.Published, null), ((await app.EpisodeAsync("talk")).Status, (await app.EpisodeAsync("talk")).Problem));
    }

    [Theory]
    [InlineData(AudioProblem.TimedOut, EpisodeStatus.Queued)]
    [InlineData(AudioProblem.ToolMissing, EpisodeStatus.Queued)]
    [InlineData(AudioProblem.Truncated, EpisodeStatus.Failed)]
    [InlineData(AudioProblem.Undecodable, EpisodeStatus.Failed)]
    public async Task Audio_that_will_never_be_read_fails_and_what_may_be_read_later_is_tried_again(
        AudioProblem problem, EpisodeStatus status)
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Speech.Meanwhile = _ => throw new AudioException(problem, "The audio ends too soon.");

        var exception = await Record.ExceptionAsync(
            async () => await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default));

        Assert.Equal(status == EpisodeStatus.Queued, exception is AudioException);
        var episode = await app.EpisodeAsync("talk");
        Assert.Equal(status, episode.Status);
        Assert.EndsWith("The audio ends too soon.", episode.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_stops_gives_the_attempt_back_and_sends_a_message_for_the_next()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Speech.Meanwhile = token =>
        {
            app.First.Get<IHostApplicationLifetime>().StopApplication();
            token.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        };

        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);

        Assert.Equal(episode.Wanted!.Value.Value, (await app.NextMessageAsync()).Revision);
        var piece = await app.PieceAsync("talk", episode.Wanted!.Value);
        Assert.Equal((0, app.Clock.GetUtcNow()), (piece.Begun, piece.LeaseUntil));
        Assert.Equal((EpisodeStatus.Queued, null), ((await app.EpisodeAsync("talk")).Status, (await app.EpisodeAsync("talk")).Problem));
    }

    [Fact]
    public async Task What_was_recognised_before_a_stop_is_saved_for_the_next_attempt()
    {
        await using var app = await azurite.StartAppAsync();
        app.First.Speech.WindowLength = TimeSpan.FromSeconds(0.5);
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Speech.Said = (count, token) =>
        {
            if (count == 2)
            {
                app.First.Get<IHostApplicationLifetime>().StopApplication();
                token.ThrowIfCancellationRequested();
            }
        };
        app.First.Speech.Segments = ScriptedTranscriber.Say("One.", "Two.", "Three.");
        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);

        var next = app.AddInstance();
        (next.Speech.Segments, next.Speech.WindowLength) = (app.First.Speech.Segments, app.First.Speech.WindowLength);
        await next.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);

        Assert.Equal([0, 0.5], app.First.Speech.Windows);
        Assert.Equal([1, 1.5], next.Speech.Windows);
        Assert.Equal((null, "en"), (next.Speech.Options!.Language, next.Speech.Options.HeardLanguage));
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
        Assert.Contains("One. Two. Three.", await app.TranscriptAsync("talk", TranscriptFormat.Text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model")]
    [InlineData("Transcription:Language")]
    [InlineData("Transcription:Translate")]
    public async Task An_attempt_with_other_settings_begins_anew(string change)
    {
        await using var app = await azurite.StartAppAsync();
        app.First.Speech.WindowLength = TimeSpan.FromSeconds(0.5);
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Speech.Said = (_, token) =>
        {
            app.First.Get<IHostApplicationLifetime>().StopApplication();
            token.ThrowIfCancellationRequested();
        };
        await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default);

        var value = change == "Transcription:Language" ? "de" : "true";
        var next = app.AddInstance(settings: change.Contains(':', StringComparison.Ordinal) ? [(change, value)] : []);
        next.Speech.Identity = new("scripted", change == "model" ? "larger" : "test");
        next.Speech.WindowLength = app.First.Speech.WindowLength;

        await app.TranscribeAllAsync(next);

        Assert.Equal([0, 0.5, 1, 1.5], next.Speech.Windows);
    }

    [Fact]
    public async Task An_attempt_that_the_function_timeout_ends_counts_and_the_status_says_so()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        using var timeout = new CancellationTokenSource();
        app.First.Speech.Meanwhile = async token =>
        {
            await timeout.CancelAsync();
            token.ThrowIfCancellationRequested();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), timeout.Token));

        var piece = await app.PieceAsync("talk", episode.Wanted!.Value);
        Assert.Equal((1, app.Clock.GetUtcNow()), (piece.Begun, piece.LeaseUntil));
        Assert.Contains("functionTimeout", (await app.EpisodeAsync("talk")).Problem, StringComparison.Ordinal);
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
    }

    [Fact]
    public async Task An_episode_whose_machines_come_and_go_is_not_given_up_until_twenty_were_lost()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        var poison = $$"""{"Slug": "talk", "Revision": "{{episode.Wanted}}", "Piece": 0}""";
        for (var machine = 1; machine <= 20; machine++)
        {
            await KillAsync(app, message, ("Functions:Worker:HostEndpoint", $"http://127.0.0.1:{machine}/"));
            if (machine is 5 or 10 or 15)
            {
                await app.First.TranscriptionJob.AbandonAsync(poison, default);
                Assert.Equal((EpisodeStatus.Queued, message), ((await app.EpisodeAsync("talk")).Status, await app.NextMessageAsync()));
            }
        }

        var piece = await app.PieceAsync("talk", episode.Wanted!.Value);
        Assert.Equal((1, 19), (piece.Begun, piece.HostsLost));
        await app.First.TranscriptionJob.RunAsync(message, default);
        var failed = await app.EpisodeAsync("talk");
        Assert.Equal(EpisodeStatus.Failed, failed.Status);
        Assert.StartsWith("The work was started on 20 hosts, and each of them failed", failed.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fifth_attempt_that_dies_with_its_host_is_not_the_last(bool isPoison)
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        app.First.Speech.Meanwhile = _ => throw new ModelException("The model is not there yet.");
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await Assert.ThrowsAsync<ModelException>(() => app.First.TranscriptionJob.RunAsync(message, default));
        }

        await KillAsync(app, message, ("Functions:Worker:HostEndpoint", "http://127.0.0.1:1/"));
        app.First.Speech.Meanwhile = null;
        if (isPoison)
        {
            await app.First.TranscriptionJob.AbandonAsync($$"""{"Slug": "talk", "Revision": "{{episode.Wanted}}", "Piece": 0}""", default);
            message = await app.NextMessageAsync();
        }

        await app.First.TranscriptionJob.RunAsync(message, default);

        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
    }

    [Fact]
    public async Task A_stop_that_follows_the_function_timeout_does_not_take_it_back()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        using var timeout = new CancellationTokenSource();
        app.First.Speech.Meanwhile = async token =>
        {
            await timeout.CancelAsync();
            app.First.Get<IHostApplicationLifetime>().StopApplication();
            token.ThrowIfCancellationRequested();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), timeout.Token));

        Assert.Equal(1, (await app.PieceAsync("talk", episode.Wanted!.Value)).Begun);
        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
    }

    [Fact]
    public async Task A_stop_sends_its_message_even_if_the_lease_cannot_be_given_back()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        app.First.Speech.Meanwhile = token =>
        {
            app.First.Storage.Before = request => request.Contains("/Pieces", StringComparison.Ordinal)
                ? throw new InvalidOperationException("Storage is gone.")
                : Task.CompletedTask;
            app.First.Get<IHostApplicationLifetime>().StopApplication();
            token.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        };

        await app.First.TranscriptionJob.RunAsync(message, default);

        Assert.Equal(episode.Wanted!.Value.Value, (await app.NextMessageAsync()).Revision);
    }

    [Fact]
    public async Task After_a_machines_death_the_status_says_until_when_its_message_may_be_held()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var died = app.Clock.GetUtcNow();
        await KillAsync(app, await app.NextMessageAsync());

        var answer = Assert.IsType<JsonHttpResult<StatusReport>>(
            await app.First.Function<StatusFunctions>().ListAsync(new DefaultHttpContext().Request, default));

        var episode = answer.Value!.Episodes.Single();
        Assert.Equal("transcribing", episode.Status);
        Assert.Contains($"was interrupted at {died:HH:mm:ss} UTC", episode.Problem, StringComparison.Ordinal);
        Assert.Contains(
            $"at {died + s_lease + TimeSpan.FromMinutes(10):HH:mm:ss} UTC at the latest", episode.Problem, StringComparison.Ordinal);
    }

    private static async Task KillAsync(TestApp app, WorkMessage message, params (string Name, string Value)[] settings)
    {
        var doomed = app.AddInstance(settings: settings);
        doomed.Speech.Meanwhile = _ =>
        {
            doomed.Storage.Kill();
            throw new ProcessKilledException();
        };
        await Assert.ThrowsAnyAsync<Exception>(() => doomed.TranscriptionJob.RunAsync(message, default));
        app.Clock.Advance(s_lease);
    }

    [Fact]
    public async Task An_episode_that_kills_the_process_every_time_is_given_up_after_five_attempts()
    {
        await using var app = await azurite.StartAppAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = await app.NextMessageAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await KillAsync(app, message);
        }

        await app.First.TranscriptionJob.RunAsync(message, default);

        Assert.Equal(0, app.First.Speech.Runs);
        var episode = await app.EpisodeAsync("talk");
        Assert.Equal(EpisodeStatus.Failed, episode.Status);
        Assert.Contains("was started 5 times and never finished", episode.Problem, StringComparison.Ordinal);
        Assert.Contains("POST to /api/episodes/talk/retry", episode.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_was_given_up_fails_the_episode_with_its_last_problem()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.RegisterAsync("talk.wav", await Clips.Wave);
        app.First.Speech.Meanwhile = _ => throw new ModelException("The model is broken.");
        await Assert.ThrowsAsync<ModelException>(
            async () => await app.First.TranscriptionJob.RunAsync(await app.NextMessageAsync(), default));

        await app.First.TranscriptionJob.AbandonAsync($$"""{"Slug": "talk", "Revision": "{{episode.Wanted}}", "Piece": 0}""", default);

        var failed = await app.EpisodeAsync("talk");
        Assert.Equal(EpisodeStatus.Failed, failed.Status);
        Assert.StartsWith(
            "An attempt failed: The model is broken. It is tried again by itself for a day.", failed.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ nonsense")]
    [InlineData("""{"Slug": "Not A Slug", "Revision": "0123456789abcdef", "Piece": 0}""")]
    [InlineData("""{"Slug": "talk", "Revision": "none", "Piece": 0}""")]
    public async Task A_poison_message_that_nobody_can_read_is_logged_and_dropped(string message)
    {
        await using var app = await azurite.StartAppAsync();

        await app.First.TranscriptionJob.AbandonAsync(message, default);

        Assert.Empty(app.First.Storage.Writes);
        Assert.Contains(app.First.Log.Errors, line => line.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_poison_message_of_an_episode_that_is_out_or_of_an_old_revision_changes_nothing()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await app.PublishAsync("talk.wav", await Clips.Wave);
        app.First.Storage.Forget();

        await app.First.TranscriptionJob.AbandonAsync($$"""{"Slug": "talk", "Revision": "{{episode.Wanted}}", "Piece": 0}""", default);
        await app.First.TranscriptionJob.AbandonAsync("""{"Slug": "talk", "Revision": "0123456789abcdef", "Piece": 0}""", default);

        Assert.Empty(app.First.Storage.Writes);
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
    }

    [Fact]
    public async Task The_model_is_shown_the_names_that_the_sidecar_gives()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync(
            "talk.json", """{"title": "On words", "paper": {"title": "Prediction and Entropy", "authors": ["Claude Shannon"]}}""");

        await app.PublishAsync("talk.wav", await Clips.Wave);

        Assert.Contains(app.First.Speech.Options!.Prompt!, name => name.Contains("Shannon", StringComparison.Ordinal));
    }
}
