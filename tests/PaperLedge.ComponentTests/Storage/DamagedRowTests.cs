using Azure;
using Azure.Data.Tables;
using PaperLedge.ComponentTests.App;
using PaperLedge.Core.Episodes;
using PaperLedge.Functions.Functions;
using PaperLedge.Functions.Publishing;
using PaperLedge.Functions.Status;
using PaperLedge.Storage;

namespace PaperLedge.ComponentTests.Storage;

/// <summary>Each value of each kind of row is damaged in turn: it harms one episode, is named, and is repaired.</summary>
[Collection(nameof(AzuriteCollection))]
public sealed class DamagedRowTests(AzuriteFixture azurite)
{
    private static readonly string[] s_system = ["odata.etag", "PartitionKey", "RowKey", "Timestamp"];

    [Fact]
    public async Task A_damaged_episode_is_named_harms_no_other_and_is_repaired()
    {
        await using var app = await StartAsync();
        var before = await app.EpisodeAsync("talk");
        await ForEachValueAsync(app, "episode-talk", async () =>
        {
            var report = await app.First.Get<StatusReader>().ListAsync(after: null, default);
            Assert.Equal(["another", "talk"], report.Episodes.Select(episode => episode.Slug).Order());
            Assert.Contains("episode-talk", report.Episodes.Single(episode => episode.Slug == "talk").Problem, StringComparison.Ordinal);
            Assert.Equal(2, (await app.Ledger.ListNewestAsync(10, default)).Count);
        });

        var after = await app.EpisodeAsync("talk");
        Assert.Equal(before.Guid, after.Guid);
        Assert.Equal(before.Published! with { Updated = default }, after.Published! with { Updated = default });
        Assert.Equal(before.TranscriptTag, after.TranscriptTag);
        Assert.Equal(0, app.First.Log.Errors.Count(line => line.Contains("another", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_damaged_place_of_the_newest_first_list_is_left_out_and_repaired()
    {
        await using var app = await StartAsync();
        var before = await app.Ledger.ListNewestAsync(10, default);
        var key = (await app.RowsAsync(StorageNames.LedgerTable)).Single(
            row => row.RowKey.StartsWith("newest-", StringComparison.Ordinal)
                && row.RowKey.EndsWith("-talk", StringComparison.Ordinal)).RowKey;
        await ForEachValueAsync(app, key, async () =>
        {
            Assert.Equal("another", Assert.Single(await app.Ledger.ListNewestAsync(10, default)).Slug.Value);
            Assert.Equal("another", Assert.Single((await app.Ledger.ListNewestAsync(10, null, default)).Episodes).Slug.Value);
            await app.First.Feed.GetMainAsync(default);
        });

        Assert.Equal(before, await app.Ledger.ListNewestAsync(10, default));
    }

    [Fact]
    public async Task A_damaged_row_of_the_show_is_repaired_with_its_guid()
    {
        await using var app = await StartAsync();
        await app.First.Feed.GetMainAsync(default);
        var before = await app.ShowAsync();
        await ForEachValueAsync(app, "show", async () =>
            await Assert.ThrowsAsync<DamagedRowException>(() => app.Ledger.GetShowAsync(default)));

        var after = await app.ShowAsync();
        Assert.Equal((before.FeedGuid, before.Settings), (after.FeedGuid, after.Settings));
        Assert.True(after.Version > before.Version);
    }

    [Fact]
    public async Task A_place_of_no_episode_goes_and_a_missing_one_comes_back()
    {
        await using var app = await StartAsync();
        var table = app.Tables.GetTableClient(StorageNames.LedgerTable);
        var place = (await PlacesAsync(app))[0];
        await table.DeleteEntityAsync(place.PartitionKey, place.RowKey);
        await table.AddEntityAsync(new TableEntity(place)
        {
            RowKey = place.RowKey.Replace(place.RowKey[7..26], "1234567890123456789", StringComparison.Ordinal),
        });

        await app.First.TidyJob.RunAsync(default);

        var places = await PlacesAsync(app);
        Assert.Equal(2, places.Count);
        Assert.Contains(place.RowKey, places.Select(row => row.RowKey));
    }

    [Fact]
    public async Task A_damaged_upload_is_registered_again()
    {
        await using var app = await StartAsync();
        var row = (await app.RowsAsync(StorageNames.UploadsTable)).Single(row => row.GetString("Name") == "talk.wav");
        foreach (var column in Columns(row))
        {
            await DamageAsync(app, StorageNames.UploadsTable, row.RowKey, row.PartitionKey, column);
            await app.First.Get<StatusReader>().ListAsync(after: null, default);

            app.Clock.Advance(TimeSpan.FromMinutes(10));
            await app.First.TidyJob.RunAsync(default);

            Assert.Equal(UploadState.Accepted, (await app.UploadRecordAsync("talk.wav")).State);
        }
    }

    [Fact]
    public async Task A_damaged_transcript_is_made_again_on_retry()
    {
        await using var app = await StartAsync();
        var slug = EpisodeSlug.Parse("talk");
        foreach (var key in new[] { "transcript", "" })
        {
            var rows = await app.RowsAsync(StorageNames.SegmentsTable);
            var row = rows.First(row => row.PartitionKey.StartsWith("talk-", StringComparison.Ordinal)
                && (row.RowKey == "transcript") == (key == "transcript"));
            foreach (var column in Columns(row).Where(column => row[column] is not null))
            {
                await DamageAsync(app, StorageNames.SegmentsTable, row.RowKey, row.PartitionKey, column);

                Assert.True(await app.First.UploadRegistration.RetryAsync(slug, isByPerson: true, default));
                await app.TranscribeAllAsync(app.First);

                var episode = await app.EpisodeAsync("talk");
                Assert.Equal((EpisodeStatus.Published, null), (episode.Status, episode.Problem));
                await app.First.Get<TranscriptReader>().CheckAsync(slug, episode.Published!.Revision, default);
            }
        }
    }

    [Theory]
    [InlineData("edit-")]
    [InlineData("transcript")]
    public async Task A_correction_survives_damage_to_it_and_to_the_machines_transcript(string key)
    {
        await using var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();
        await app.UploadAsync("talk.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nAs a person corrected it.\n");
        var before = await app.PublishAsync("talk.wav", await Clips.Wave);
        var row = (await app.RowsAsync(StorageNames.SegmentsTable)).First(row => row.RowKey.StartsWith(key, StringComparison.Ordinal));
        await DamageAsync(app, StorageNames.SegmentsTable, row.RowKey, row.PartitionKey, Columns(row)[0]);

        await app.First.UploadRegistration.RetryAsync(before.Slug, isByPerson: true, default);
        await app.TranscribeAllAsync(app.First);

        var after = await app.EpisodeAsync("talk");
        Assert.Equal((EpisodeStatus.Published, before.Published!.Correction), (after.Status, after.Published!.Correction));
        var text = await app.TranscriptAsync("talk", Core.Transcripts.TranscriptFormat.Text);
        Assert.Contains("As a person corrected it.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_episode_whose_row_is_damaged_stays_withdrawn()
    {
        await using var app = await StartAsync();
        await app.DeleteAsync("talk.wav");
        await app.First.TidyJob.RunAsync(default);
        var row = await app.RowAsync("talk");
        Assert.Equal(EpisodeStatus.Withdrawn, row.Value.Status);
        await DamageAsync(app, StorageNames.LedgerTable, "episode-talk", "show", "FirstSeen");

        await app.First.TidyJob.RunAsync(default);
        await app.First.TidyJob.RunAsync(default);

        var after = await app.EpisodeAsync("talk");
        Assert.Equal((EpisodeStatus.Withdrawn, row.Value.Guid), (after.Status, after.Guid));
    }

    [Fact]
    public async Task A_show_whose_row_is_deleted_keeps_its_guid_and_publishes_nothing_that_is_held()
    {
        await using var app = await StartAsync();
        await app.First.Feed.GetMainAsync(default);
        var before = await app.ShowAsync();
        await app.Tables.GetTableClient(StorageNames.LedgerTable).DeleteEntityAsync("show", "show");

        await app.First.TidyJob.RunAsync(default);

        var after = await app.ShowAsync();
        Assert.Equal((before.FeedGuid, before.Settings), (after.FeedGuid, after.Settings));
        Assert.True(after.Version > before.Version);
    }

    [Fact]
    public async Task A_rendered_transcript_that_is_missing_is_rendered_on_request()
    {
        await using var app = await StartAsync();
        var container = app.Blobs.GetBlobContainerClient(StorageNames.TranscriptsContainer);
        foreach (var name in await app.BlobNamesAsync(StorageNames.TranscriptsContainer))
        {
            await container.DeleteBlobAsync(name);
        }

        foreach (var format in new[] { "vtt", "srt", "json", "html", "txt" })
        {
            var (status, body, _) = await Answer.OfAsync(
                request => app.First.Function<TranscriptFunctions>().GetAsync(request, "talk", format, default));
            Assert.Equal(200, status);
            Assert.NotEmpty(body);
        }
    }

    private async Task<TestApp> StartAsync()
    {
        var app = await azurite.StartAppAsync();
        await app.SetUpGoodShowAsync();
        await app.PublishAsync("talk.wav", await Clips.Wave);
        await app.PublishAsync("another.wav", await Clips.Wave);
        return app;
    }

    private static async Task<List<TableEntity>> PlacesAsync(TestApp app) =>
        [.. (await app.RowsAsync(StorageNames.LedgerTable)).Where(row => row.RowKey.StartsWith("newest-", StringComparison.Ordinal))];

    // Damages every value of a row of the ledger in turn; checks while it is damaged; lets the app repair it.
    private static async Task ForEachValueAsync(TestApp app, string rowKey, Func<Task> check)
    {
        var row = (await app.RowsAsync(StorageNames.LedgerTable)).Single(row => row.RowKey == rowKey);
        foreach (var column in Columns(row))
        {
            await DamageAsync(app, StorageNames.LedgerTable, rowKey, row.PartitionKey, column);
            await check();
            app.Clock.Advance(TimeSpan.FromMinutes(10));
            await app.First.TidyJob.RunAsync(default);
            await app.TranscribeAllAsync(app.First);
            await app.First.TidyJob.RunAsync(default);
        }
    }

    private static List<string> Columns(TableEntity row) => [.. row.Keys.Except(s_system)];

    // A value of another type, as a program might leave it that does not know the column.
    private static async Task DamageAsync(TestApp app, string table, string rowKey, string partitionKey, string column)
    {
        var client = app.Tables.GetTableClient(table);
        TableEntity row = await client.GetEntityAsync<TableEntity>(partitionKey, rowKey);
        row[column] = row[column] is string ? 42 : "damaged";
        await client.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
    }
}
