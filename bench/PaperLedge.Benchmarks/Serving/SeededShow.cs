using System.Globalization;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Benchmarks.Serving;

/// <summary>Rows of a show with many episodes, as publications leave them, and one more publication.</summary>
internal sealed class SeededShow(TableServiceClient tables)
{
    // The size limit of a transaction.
    private const int Batch = 100;

    private static readonly DateTimeOffset s_first = new(2000, 1, 1, 6, 0, 0, TimeSpan.Zero);
    private static readonly TranscriberIdentity s_transcriber = new("onnx", "base.en");
    private static readonly Revision s_revision = Revision.Of("0x1", "onnx 1 base.en", new TranscriptionOptions());

    public async Task FillAsync(int episodes, CancellationToken cancellationToken)
    {
        var table = tables.GetTableClient(StorageNames.LedgerTable);
        foreach (var batch in Enumerable.Range(0, episodes).Chunk(Batch))
        {
            var actions = batch.Select(
                number => new TableTransactionAction(TableTransactionActionType.UpsertReplace, RowOf(Episode(number))));
            await table.SubmitTransactionAsync(actions, cancellationToken);
        }

        // As the settings' trigger does: the version changes, and the app notices.
        var ledger = new LedgerStore(tables);
        var show = await ledger.GetShowAsync(cancellationToken);
        await ledger.ReplaceShowAsync(
            show.Value with { Version = show.Value.Version + 1, Updated = s_first.AddDays(episodes) }, show.ETag, cancellationToken);
    }

    // The publication comes from another instance than the one that is measured.
    public async Task PublishAsync(int number, CancellationToken cancellationToken)
    {
        var ledger = new LedgerStore(tables);
        var published = Episode(number);
        var queued = new Episode(published.Slug, published.Guid, published.Updated);
        await ledger.AddEpisodeAsync(queued, cancellationToken);
        var stored = await ledger.FindEpisodeAsync(published.Slug, cancellationToken);
        var after = queued.Publish(published, "0123456789abcdef", []);
        if (!await ledger.PublishAsync(stored!, after, published.Updated, cancellationToken))
        {
            throw new InvalidOperationException("The publication lost a race that nobody else ran.");
        }
    }

    private static TableEntity RowOf(PublishedEpisode episode)
    {
        var row = new TableEntity(LedgerKeys.Partition, LedgerKeys.Newest(episode));
        PublishedColumns.Write(row, episode);
        return row;
    }

    private static PublishedEpisode Episode(int number)
    {
        var published = s_first.AddDays(number);
        var name = number.ToString("D5", CultureInfo.InvariantCulture);
        var notes = string.Concat(Enumerable.Range(1, 8).Select(line =>
            $"Paragraph {line} of number {name} explains what the paper found, *how* it was found " +
            "and why **that** matters to people.\n\n"));
        var metadata = new EpisodeMetadata(
            $"Number {name}: what a paper found",
            notes,
            published,
            Season: 1 + (number / 365),
            Episode: 1 + number,
            Explicit: false,
            "en",
            new Paper($"A paper on the number {name}", ["Ada Example", "Ben Sample"], new Uri($"https://doi.example.org/10.1000/{name}")));
        return new PublishedEpisode(
            EpisodeSlug.Parse($"number-{name}"),
            new EpisodeGuid(new Guid(number, 0, 0, new byte[8]).ToString()),
            metadata,
            new Enclosure(AudioVersion.Of("0x1"), "mp3", 10_000_000 + number, "audio/mpeg", TimeSpan.FromSeconds(1_200 + (number % 600))),
            s_revision,
            s_transcriber,
            published);
    }
}
