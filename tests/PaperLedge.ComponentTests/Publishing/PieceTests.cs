using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Status;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Functions;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;
using PaperLedge.Storage.Queues;
using PaperLedge.Storage.Work;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>An episode of four pieces of half a second.</summary>
[Collection(nameof(AzuriteCollection))]
public class PieceTests(AzuriteFixture azurite)
{
    private const int Pieces = 4;

    private static readonly IReadOnlyList<Segment> s_segments =
        [.. Enumerable.Range(0, Pieces).Select(piece => new Segment(
            TimeSpan.FromSeconds(0.5 * piece), TimeSpan.FromSeconds((0.5 * piece) + 0.4), $"Piece {piece}.", -0.1, 0.01))];

    [Fact]
    public async Task Pieces_are_done_in_any_order_and_the_last_one_publishes()
    {
        await using var app = await StartAsync();
        var messages = await PrepareAsync(app);

        foreach (var message in messages.AsEnumerable().Reverse())
        {
            Assert.Equal(EpisodeStatus.Queued, (await app.EpisodeAsync("talk")).Status);
            await app.First.TranscriptionJob.RunAsync(message, default);
        }

        await AssertPublishedAsync(app);
        Assert.Equal([1.5, 1, 0.5, 0], app.First.Speech.Windows);
    }

    [Fact]
    public async Task A_preparation_that_was_killed_before_it_had_queued_all_pieces_queues_them_again()
    {
        await using var app = await StartAsync();
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        var message = (await app.TakeAsync<WorkMessage>(StorageNames.PrepareQueue))!;
        var sent = 0;
        app.First.Storage.Before = request => request.Contains("/transcribe/messages", StringComparison.Ordinal) && ++sent == 2
            ? throw new InvalidOperationException("No messages for now.") : Task.CompletedTask;
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.First.TranscriptionJob.RunAsync(message, default));
        app.First.Storage.Before = null;

        await app.First.TranscriptionJob.RunAsync(message, default);
        await app.TranscribeAllAsync(app.First);

        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
        Assert.Equal(4, app.First.Speech.Runs);
    }

    [Fact]
    public async Task Two_that_finish_the_last_pieces_at_once_publish_once()
    {
        await using var app = await StartAsync();
        var second = Add(app);
        var messages = await PrepareAsync(app);
        foreach (var message in messages.Take(Pieces - 2))
        {
            await app.First.TranscriptionJob.RunAsync(message, default);
        }

        var version = (await app.ShowAsync()).Version;
        // While the first one stores its result, the second one does the last piece.
        app.First.Storage.BeforeNext("/text-", () => second.TranscriptionJob.RunAsync(messages[^1], default));
        await app.First.TranscriptionJob.RunAsync(messages[^2], default);

        await AssertPublishedAsync(app);
        Assert.Equal(version + 1, (await app.ShowAsync()).Version);
        Assert.Equal(Pieces, app.First.Speech.Windows.Count + second.Speech.Windows.Count);
    }

    [Fact]
    public async Task Messages_that_come_twice_do_nothing_twice()
    {
        await using var app = await StartAsync();
        var messages = await PrepareAsync(app);

        foreach (var message in messages.Concat(messages))
        {
            await app.First.TranscriptionJob.RunAsync(message, default);
            await app.First.TranscriptionJob.RunAsync(message, default);
        }

        await AssertPublishedAsync(app);
        Assert.Equal(Pieces, app.First.Speech.Runs);
    }

    [Fact]
    public async Task A_preparation_that_comes_twice_queues_nothing_twice()
    {
        await using var app = await StartAsync();
        var messages = await PrepareAsync(app);
        await app.First.TranscriptionJob.RunAsync(messages[0], default);

        await app.First.TranscriptionJob.RunAsync(messages[0] with { Piece = null }, default);

        Assert.Equal(0, await app.CountMessagesAsync(StorageNames.TranscribeQueue));
        foreach (var message in messages.Skip(1))
        {
            await app.First.TranscriptionJob.RunAsync(message, default);
        }

        await AssertPublishedAsync(app);
    }

    [Theory]
    [InlineData(".flac")]
    [InlineData("plan-")]
    [InlineData("text-")]
    public async Task A_file_that_is_damaged_in_storage_is_made_again_and_never_published(string name)
    {
        await using var app = await StartAsync();
        var messages = await PrepareAsync(app);
        await app.First.TranscriptionJob.RunAsync(messages[0], default);
        var container = app.Blobs.GetBlobContainerClient(StorageNames.WorkContainer);
        foreach (var file in (await app.BlobNamesAsync(StorageNames.WorkContainer)).Where(
            file => file.Contains(name, StringComparison.Ordinal)))
        {
            var content = (await container.GetBlobClient(file).DownloadContentAsync()).Value.Content.ToArray();
            content[content.Length / 2] ^= 0x55;
            await container.GetBlobClient(file).UploadAsync(BinaryData.FromBytes(content), overwrite: true);
        }

        foreach (var message in messages)
        {
            await app.First.TranscriptionJob.RunAsync(message, default);
        }

        await app.TranscribeAllAsync(app.First);
        await AssertPublishedAsync(app);
        Assert.Contains(app.First.Log.Lines, line => line.Text.Contains("is damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_piece_that_fails_for_good_names_its_place_and_a_retry_redoes_it_alone()
    {
        await using var app = await StartAsync();
        var messages = await PrepareAsync(app);
        await app.First.TranscriptionJob.RunAsync(messages[0], default);
        app.First.Speech.Meanwhile = _ => throw new InvalidOperationException("The model is ill.");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => app.First.TranscriptionJob.RunAsync(messages[2], default));
        }

        await app.First.TranscriptionJob.RunAsync(messages[2], default);
        var failed = await app.EpisodeAsync("talk");
        Assert.Equal(EpisodeStatus.Failed, failed.Status);
        Assert.StartsWith(
            "Piece 3 of 4, 0:00:01 to 0:00:01: An attempt failed: The model is ill.", failed.Problem, StringComparison.Ordinal);
        app.First.Speech.Meanwhile = null;
        await app.First.TranscriptionJob.RunAsync(messages[1], default);
        Assert.Equal([0], app.First.Speech.Windows);

        await app.First.UploadRegistration.RetryAsync(EpisodeSlug.Parse("talk"), isByPerson: true, default);
        await app.TranscribeAllAsync(app.First);

        await AssertPublishedAsync(app);
        Assert.Equal([0, 0.5, 1, 1.5], app.First.Speech.Windows.Order());
    }

    [Fact]
    public async Task A_piece_that_takes_nearly_as_long_as_a_function_may_is_handed_on_and_not_counted_if_it_made_progress()
    {
        await using var app = await StartAsync(("Transcription:PieceSeconds", "60"), ("AzureFunctionsJobHost:functionTimeout", "00:10:00"));
        var message = Assert.Single(await PrepareAsync(app, 1));
        var episode = await app.EpisodeAsync("talk");
        app.First.Speech.Said = (count, token) =>
        {
            app.Clock.Advance(TimeSpan.FromMinutes(count == 2 ? 9 : 0));
            token.ThrowIfCancellationRequested();
        };

        await app.First.TranscriptionJob.RunAsync(message, default);

        Assert.Equal(0, (await app.PieceAsync("talk", episode.Wanted!.Value)).Begun);
        Assert.Equal((EpisodeStatus.Queued, null), ((await app.EpisodeAsync("talk")).Status, (await app.EpisodeAsync("talk")).Problem));
        await app.TranscribeAllAsync(app.First);
        await AssertPublishedAsync(app);
        Assert.Equal([0, 0.5, 1, 1.5], app.First.Speech.Windows);
    }

    [Fact]
    public async Task The_status_counts_pieces_and_estimates_the_time_left()
    {
        await using var app = await StartAsync();
        var messages = await PrepareAsync(app);
        await app.First.TranscriptionJob.RunAsync(messages[0], default);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        app.First.Speech.Meanwhile = async token => await app.First.LetHeartbeatAsync(token);
        await app.First.TranscriptionJob.RunAsync(messages[1], default);

        var answer = Assert.IsType<JsonHttpResult<StatusReport>>(
            await app.First.Function<StatusFunctions>().ListAsync(new DefaultHttpContext().Request, default));

        var episode = answer.Value!.Episodes.Single();
        Assert.Equal("transcribing", episode.Status);
        Assert.Equal((50, 2, Pieces), (episode.Progress!.Percent, episode.Progress.PiecesDone, episode.Progress.Pieces));
        Assert.InRange(episode.Progress.SecondsLeft!.Value, 1, 20);
    }

    [Fact]
    public async Task What_a_withdrawn_episode_left_is_deleted_and_its_messages_cost_nothing()
    {
        await using var app = await StartAsync();
        var messages = await PrepareAsync(app);
        await app.First.TranscriptionJob.RunAsync(messages[0], default);
        await app.DeleteAsync("talk.wav");

        await app.First.TidyJob.RunAsync(default);
        await app.First.TidyJob.RunAsync(default);

        Assert.Equal(0, await app.CountWorkAsync());
        app.First.Storage.Forget();
        foreach (var message in messages)
        {
            await app.First.TranscriptionJob.RunAsync(message, default);
        }

        Assert.Empty(app.First.Storage.Writes);
        Assert.Equal(Pieces, app.First.Storage.Reads.Count);
    }

    [Fact]
    public async Task Another_engine_version_prepares_again_and_publishes_only_its_own_words()
    {
        await using var app = await StartAsync();
        var messages = await PrepareAsync(app);
        await app.First.TranscriptionJob.RunAsync(messages[0], default);
        var upgraded = Add(app);
        upgraded.Speech.Fingerprint = "scripted 2";
        upgraded.Speech.Segments = [.. s_segments.Select(segment => segment with { Text = "Upgraded." })];

        await upgraded.TranscriptionJob.RunAsync(messages[1], default);
        await app.TranscribeAllAsync(upgraded);

        Assert.Equal([0, 0.5, 1, 1.5], upgraded.Speech.Windows);
        Assert.DoesNotContain("Piece", await app.TranscriptAsync("talk", TranscriptFormat.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_a_late_worker_leaves_is_deleted()
    {
        await using var app = await StartAsync();
        var messages = await PrepareAsync(app);
        foreach (var message in messages)
        {
            await app.First.TranscriptionJob.RunAsync(message, default);
        }

        await AssertPublishedAsync(app);
        await WorkLease.TakeAsync(
            app.First.Get<WorkStore>(), messages[0].ToItem(), before: null, "plan", "host", TimeSpan.FromSeconds(40), TimeProvider.System,
            default);
        Assert.Equal(1, await app.CountWorkAsync());

        await app.First.TidyJob.RunAsync(default);

        Assert.Equal(0, await app.CountWorkAsync());
    }

    [Fact]
    public async Task A_result_that_is_kept_while_a_renewal_is_written_is_not_lost()
    {
        await using var app = await StartAsync();
        var item = (await PrepareAsync(app))[0].ToItem();
        var lease = await WorkLease.TakeAsync(
            app.First.Get<WorkStore>(), item, before: null, "plan", "host", TimeSpan.FromSeconds(40), TimeProvider.System, default);

        app.First.Storage.BeforeNext(StorageNames.PiecesTable, () =>
        {
            lease!.Keep("result");
            lease.Keep("new plan", pieces: 3);
            return Task.CompletedTask;
        });
        await lease!.RenewAsync(default);
        await lease.FinishAsync(default);

        var stored = await app.First.Get<WorkStore>().FindAsync(item, default);
        Assert.Equal(("result", "new plan", 3), (stored!.Value.Result, stored.Value.Plan, stored.Value.Pieces));
    }

    private async Task<TestApp> StartAsync(params (string Name, string Value)[] settings)
    {
        var app = await azurite.StartAppAsync([("Transcription:PieceSeconds", "0.5"), .. settings]);
        Script(app.First);
        return app;
    }

    private static AppInstance Add(TestApp app)
    {
        var instance = app.AddInstance();
        Script(instance);
        return instance;
    }

    private static void Script(AppInstance instance) =>
        (instance.Speech.WindowLength, instance.Speech.Segments) = (TimeSpan.FromSeconds(0.5), s_segments);

    private static async Task<List<WorkMessage>> PrepareAsync(TestApp app, int pieces = Pieces)
    {
        await app.RegisterAsync("talk.wav", await Clips.Wave);
        await app.PrepareAllAsync(app.First);
        var messages = new List<WorkMessage>();
        while (await app.TakeAsync<WorkMessage>(StorageNames.TranscribeQueue) is { } message)
        {
            messages.Add(message);
        }

        Assert.Equal(Enumerable.Range(0, pieces).Cast<int?>(), messages.Select(message => message.Piece).Order());
        return [.. messages.OrderBy(message => message.Piece)];
    }

    private static async Task AssertPublishedAsync(TestApp app)
    {
        Assert.Equal(EpisodeStatus.Published, (await app.EpisodeAsync("talk")).Status);
        var text = await app.TranscriptAsync("talk", TranscriptFormat.Text);
        Assert.Contains("Piece 0. Piece 1. Piece 2. Piece 3.", text, StringComparison.Ordinal);
        Assert.Equal(0, await app.CountWorkAsync());
        Assert.Equal(TimeSpan.FromSeconds(2), (await app.EpisodeAsync("talk")).Published!.Enclosure.Duration);
    }
}
