using Azure.Data.Tables;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Functions.Publishing;
using PaperLedge.Storage;
using PaperLedge.Storage.Segments;

namespace PaperLedge.ComponentTests.Publishing;

/// <summary>Rows of old revisions, other plans and outdone corrections go; what counts, or may yet, stays.</summary>
[Collection(nameof(AzuriteCollection))]
public class RowCleanupTests(AzuriteFixture azurite)
{
    private static readonly EpisodeSlug s_slug = EpisodeSlug.Parse("talk");

    private const string DeadPlan = "00112233445566ff";

    private static readonly IReadOnlyList<Segment> s_dead = ScriptedTranscriber.Say("Of a dead attempt.");

    [Fact]
    public async Task An_episode_that_does_not_exist_or_has_nothing_left_over_is_left_alone()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        app.First.Storage.Forget();

        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);
        await app.First.Get<RowCleanup>().RunAsync(EpisodeSlug.Parse("nothing"), default);

        Assert.Empty(app.First.Storage.Writes);
    }

    [Fact]
    public async Task A_revision_that_was_replaced_leaves_no_row()
    {
        await using var app = await azurite.StartAppAsync();
        var old = await app.PublishAsync("talk.wav", await Clips.OtherWave);
        var present = await app.PublishAsync("talk.wav", await Clips.Wave);
        Assert.Equal([old.Wanted!.Value], present.Leftovers);

        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);

        Assert.Empty((await app.EpisodeAsync("talk")).Leftovers);
        Assert.All(await app.RowsAsync(StorageNames.SegmentsTable), row => Assert.Equal($"talk-{present.Wanted}", row.PartitionKey));
        Assert.Equal(0, await app.CountWorkAsync());
    }

    [Fact]
    public async Task A_revision_that_listeners_still_have_keeps_its_rows_while_another_is_wanted()
    {
        await using var app = await azurite.StartAppAsync();
        await app.PublishAsync("talk.wav", await Clips.OtherWave);
        await app.RegisterAsync("talk.wav", await Clips.Wave);

        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);

        Assert.Equal(3, (await app.RowsAsync(StorageNames.SegmentsTable)).Count);
    }

    [Fact]
    public async Task Of_the_published_revision_only_the_rows_of_other_plans_go()
    {
        await using var app = await azurite.StartAppAsync();
        await PublishBesideDeadRowsAsync(app);

        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);

        Assert.DoesNotContain(
            await app.RowsAsync(StorageNames.SegmentsTable), row => row.RowKey.StartsWith(DeadPlan, StringComparison.Ordinal));
        Assert.Equal(3, (await app.RowsAsync(StorageNames.SegmentsTable)).Count);
        Assert.Empty((await app.EpisodeAsync("talk")).Leftovers);
        Assert.Contains("It was said once.", await app.TranscriptAsync("talk", TranscriptFormat.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_a_pending_correction_stay_and_so_does_their_revision_on_the_list()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await PublishBesideDeadRowsAsync(app);
        await app.First.Get<SegmentStore>().WriteCorrectionAsync(s_slug, episode.Wanted!.Value, "0123456789abcdef", s_dead, default);
        var row = await app.RowAsync("talk");
        await app.Ledger.ReplaceEpisodeAsync(row.Value with { PendingCorrection = "0123456789abcdef" }, row.ETag, default);

        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);

        Assert.Single(await app.RowsAsync(StorageNames.SegmentsTable), row => row.RowKey.StartsWith("edit-", StringComparison.Ordinal));
        Assert.Equal([episode.Wanted!.Value], (await app.EpisodeAsync("talk")).Leftovers);
    }

    [Fact]
    public async Task Rows_of_a_correction_that_was_outdone_go()
    {
        await using var app = await azurite.StartAppAsync();
        await app.UploadAsync("talk.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nWell put.\n");
        await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.UploadAsync("talk.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nBetter put.\n");
        await app.First.UploadRegistration.RegisterAsync("talk.vtt", default);

        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);

        var tag = (await app.EpisodeAsync("talk")).Published!.Correction!.Tag;
        var edit = Assert.Single(
            await app.RowsAsync(StorageNames.SegmentsTable), row => row.RowKey.StartsWith("edit-", StringComparison.Ordinal));
        Assert.StartsWith($"edit-{tag}-", edit.RowKey, StringComparison.Ordinal);
        Assert.Contains("Better put.", await app.TranscriptAsync("talk", TranscriptFormat.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_were_written_again_since_they_were_listed_stay_for_a_later_round()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await PublishBesideDeadRowsAsync(app);
        app.First.Storage.BeforeNext("$batch", () => WriteDeadRowsAsync(app, episode.Wanted!.Value));

        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);

        Assert.Equal(4, (await app.RowsAsync(StorageNames.SegmentsTable)).Count);
        Assert.Equal([episode.Wanted!.Value], (await app.EpisodeAsync("talk")).Leftovers);
        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);
        Assert.Equal(3, (await app.RowsAsync(StorageNames.SegmentsTable)).Count);
    }

    [Fact]
    public async Task An_attempt_that_has_not_noticed_that_nobody_wants_it_keeps_its_rows_until_its_lease_ends()
    {
        await using var app = await azurite.StartAppAsync();
        var old = await app.RegisterAsync("talk.wav", await Clips.OtherWave);
        var doomed = app.AddInstance();
        var message = await app.NextMessageAsync();
        doomed.Speech.Meanwhile = _ =>
        {
            doomed.Storage.Kill();
            throw new ProcessKilledException();
        };
        await Assert.ThrowsAnyAsync<Exception>(() => doomed.TranscriptionJob.RunAsync(message, default));
        await app.PublishAsync("talk.wav", await Clips.Wave);

        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);
        Assert.Equal([old.Wanted!.Value], (await app.EpisodeAsync("talk")).Leftovers);
        Assert.Contains(await app.RowsAsync(StorageNames.PiecesTable), row => row.PartitionKey == $"talk-{old.Wanted}");

        app.Clock.Advance(new TranscriptionJobOptions().Lease);
        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);
        Assert.Empty((await app.EpisodeAsync("talk")).Leftovers);
        Assert.Equal(3, (await app.RowsAsync(StorageNames.SegmentsTable)).Count);
        Assert.Equal(0, await app.CountWorkAsync());
    }

    [Fact]
    public async Task A_revision_that_is_withdrawn_while_its_rows_are_listed_stays_for_a_later_round()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await PublishBesideDeadRowsAsync(app);
        app.First.Storage.AfterNext("/Segments", async () =>
        {
            // Withdrawn meanwhile: now none of the listed rows counts, which a listing of before cannot know.
            await app.DeleteAsync("talk.wav");
            await app.AddInstance().Get<Withdrawal>().WithdrawAsync(s_slug, default);
        });

        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);

        Assert.Equal(4, (await app.RowsAsync(StorageNames.SegmentsTable)).Count);
        Assert.Contains(episode.Wanted!.Value, (await app.EpisodeAsync("talk")).Leftovers);
        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);
        Assert.Empty(await app.RowsAsync(StorageNames.SegmentsTable));
    }

    [Fact]
    public async Task An_episode_that_changed_while_it_was_swept_is_struck_off_in_the_next_round()
    {
        await using var app = await azurite.StartAppAsync();
        var episode = await PublishBesideDeadRowsAsync(app);
        app.First.Storage.BeforeNext("PUT", async () =>
        {
            var row = await app.RowAsync("talk");
            await app.Ledger.ReplaceEpisodeAsync(row.Value with { Warnings = ["changed by another"] }, row.ETag, default);
        });

        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);
        Assert.Equal([episode.Wanted!.Value], (await app.EpisodeAsync("talk")).Leftovers);

        await app.First.Get<RowCleanup>().RunAsync(s_slug, default);
        Assert.Empty((await app.EpisodeAsync("talk")).Leftovers);
        Assert.Equal(["changed by another"], (await app.EpisodeAsync("talk")).Warnings);
    }

    /// <summary>A row of another plan lies beside those that count.</summary>
    private static async Task<Episode> PublishBesideDeadRowsAsync(TestApp app)
    {
        var episode = await app.PublishAsync("talk.wav", await Clips.Wave);
        await WriteDeadRowsAsync(app, episode.Wanted!.Value);
        var row = await app.RowAsync("talk");
        await app.Ledger.ReplaceEpisodeAsync(row.Value with { Leftovers = [episode.Wanted!.Value] }, row.ETag, default);
        return episode;
    }

    private static async Task WriteDeadRowsAsync(TestApp app, Revision revision) =>
        await app.Tables.GetTableClient(StorageNames.SegmentsTable)
            .UpsertEntityAsync(new TableEntity($"talk-{revision}", $"{DeadPlan}-000000") { ["Text"] = "Dead." });
}
