using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Storage.Segments;

/// <summary>
/// One row a segment, written by an attempt that may die, or by a correction that may come to nothing; a reader names the one that counts.
/// </summary>
public sealed class SegmentStore(TableServiceClient tables)
{
    /// <summary>What one transaction holds (<see href="https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions"/>).</summary>
    public const int MaxBatch = 100;

    private readonly TableClient _table = tables.GetTableClient(StorageNames.SegmentsTable);

    /// <param name="firstIndex">Of the first segment within the chunk, from 0.</param>
    /// <param name="segments">At most <see cref="MaxBatch"/>.</param>
    public async Task WriteAsync(
        EpisodeSlug slug, Revision revision, int chunk, int attempt, int firstIndex, IReadOnlyList<Segment> segments, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var rows = segments.Select((segment, index) => SegmentRow.Write(partition, SegmentKeys.Row(chunk, attempt, firstIndex + index), segment));
        await SubmitAsync([.. rows.Select(Upsert)], cancellationToken);
    }

    public async Task WriteCorrectionAsync(
        EpisodeSlug slug, Revision revision, string tag, IReadOnlyList<Segment> segments, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var rows = segments.Select((segment, index) => SegmentRow.Write(partition, SegmentKeys.CorrectionRow(tag, index), segment));
        foreach (var batch in rows.Select(Upsert).Chunk(MaxBatch))
        {
            await SubmitAsync(batch, cancellationToken);
        }
    }

    public Task<IReadOnlyList<Segment>> ReadAsync(
        EpisodeSlug slug, Revision revision, int chunk, int attempt, CancellationToken cancellationToken) =>
        ReadAsync(slug, revision, SegmentKeys.Prefix(chunk, attempt), cancellationToken);

    public Task<IReadOnlyList<Segment>> ReadCorrectionAsync(EpisodeSlug slug, Revision revision, string tag, CancellationToken cancellationToken) =>
        ReadAsync(slug, revision, SegmentKeys.Correction(tag), cancellationToken);

    /// <summary>Every row of a revision, as it is now.</summary>
    public async Task<IReadOnlyList<WrittenSegment>> ListAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var rows = _table.QueryAsync<TableEntity>(
            // A row's version is made from its timestamp.
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["PartitionKey", "RowKey", "Timestamp"], cancellationToken: cancellationToken);
        return await rows.Select(row => new WrittenSegment(row.RowKey, row.ETag)).ToListAsync(cancellationToken);
    }

    /// <summary>Removes rows that were listed, and were not written again since.</summary>
    /// <returns>False if some were; then the sweep is to be done again.</returns>
    public async Task<bool> DeleteAsync(EpisodeSlug slug, Revision revision, IEnumerable<WrittenSegment> rows, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var isClean = true;
        foreach (var batch in rows.Select(row => Delete(partition, row)).Chunk(MaxBatch))
        {
            isClean &= await Races.TryAsync(() => _table.SubmitTransactionAsync(batch, cancellationToken));
        }

        return isClean;
    }

    private async Task<IReadOnlyList<Segment>> ReadAsync(EpisodeSlug slug, Revision revision, string prefix, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var after = LedgerKeys.After(prefix);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {prefix} and RowKey lt {after}");
        return await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(SegmentRow.Read).ToListAsync(cancellationToken);
    }

    private async Task SubmitAsync(TableTransactionAction[] batch, CancellationToken cancellationToken)
    {
        if (batch.Length > 0)
        {
            await _table.SubmitTransactionAsync(batch, cancellationToken);
        }
    }

    private static TableTransactionAction Upsert(TableEntity row) => new(TableTransactionActionType.UpsertReplace, row);

    private static TableTransactionAction Delete(string partition, WrittenSegment row) =>
        new(TableTransactionActionType.Delete, new TableEntity(partition, row.RowKey), row.ETag);
}
