using Azure;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Storage.Segments;

/// <summary>One row a segment, written by an attempt that may die; a reader names the attempt that counts.</summary>
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
        var batch = rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)).ToList();
        if (batch.Count > 0)
        {
            await _table.SubmitTransactionAsync(batch, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<Segment>> ReadAsync(
        EpisodeSlug slug, Revision revision, int chunk, int attempt, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var from = SegmentKeys.Prefix(chunk, attempt);
        var before = SegmentKeys.Prefix(chunk, attempt + 1);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {before}");
        return await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(SegmentRow.Read).ToListAsync(cancellationToken);
    }

    /// <summary>Removes every row of a revision but those of the attempt that counts; of all attempts if none is named.</summary>
    /// <returns>False if somebody else was at the same rows; then the sweep is to be done again.</returns>
    public async Task<bool> SweepAsync(EpisodeSlug slug, Revision revision, int chunk, int? keptAttempt, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var kept = keptAttempt is { } attempt ? SegmentKeys.Prefix(chunk, attempt) : null;
        var rows = _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken);
        var isClean = true;
        await foreach (var page in rows.AsPages())
        {
            var dead = page.Values.Where(row => kept is null || !row.RowKey.StartsWith(kept, StringComparison.Ordinal));
            foreach (var batch in dead.Select(Delete).Chunk(MaxBatch))
            {
                isClean &= await Races.TryAsync(() => _table.SubmitTransactionAsync(batch, cancellationToken));
            }
        }

        return isClean;
    }

    private static TableTransactionAction Delete(TableEntity row) => new(TableTransactionActionType.Delete, row, ETag.All);
}
