using Azure;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Storage.Segments;

// An attempt may die and a correction come to nothing: a reader names the one that counts.
/// <summary>Segments, a row each, by the attempt or the correction that wrote them.</summary>
public sealed class SegmentStore(TableServiceClient tables)
{
    // https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
    /// <summary>Rows that one transaction holds.</summary>
    public const int MaxBatch = 100;

    private readonly TableClient _table = tables.GetTableClient(StorageNames.SegmentsTable);

    /// <param name="firstIndex">Of the first segment within the piece, from 0.</param>
    /// <param name="segments">At most <see cref="MaxBatch"/>.</param>
    public async Task WriteAsync(
        EpisodeSlug slug,
        Revision revision,
        int piece,
        int attempt,
        int firstIndex,
        IReadOnlyList<Segment> segments,
        CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var rows = segments.Select(
            (segment, index) => SegmentRow.Write(partition, SegmentKeys.Row(piece, attempt, firstIndex + index), segment));
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
        EpisodeSlug slug, Revision revision, int piece, int attempt, CancellationToken cancellationToken) =>
        ReadAsync(slug, revision, SegmentKeys.Prefix(piece, attempt), cancellationToken);

    public Task<IReadOnlyList<Segment>> ReadCorrectionAsync(
        EpisodeSlug slug, Revision revision, string tag, CancellationToken cancellationToken) =>
        ReadAsync(slug, revision, SegmentKeys.Correction(tag), cancellationToken);

    /// <summary>Lists every row of a revision.</summary>
    public async Task<IReadOnlyList<WrittenSegment>> ListAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var rows = _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"),
            // A row's version is made from its timestamp.
            select: ["PartitionKey", "RowKey", "Timestamp"],
            cancellationToken: cancellationToken);
        return await rows.Select(row => new WrittenSegment(row.RowKey, row.ETag)).ToListAsync(cancellationToken);
    }

    /// <summary>Removes listed rows that were not written again since.</summary>
    /// <returns>False if some were: the sweep has to be repeated.</returns>
    public async Task<bool> DeleteAsync(
        EpisodeSlug slug, Revision revision, IEnumerable<WrittenSegment> rows, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var isClean = true;
        foreach (var batch in rows.Select(row => Delete(partition, row)).Chunk(MaxBatch))
        {
            isClean &= await ConditionalWrite.TryAsync(() => _table.SubmitTransactionAsync(batch, cancellationToken));
        }

        return isClean;
    }

    private async Task<IReadOnlyList<Segment>> ReadAsync(
        EpisodeSlug slug, Revision revision, string prefix, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var after = LedgerKeys.After(prefix);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {prefix} and RowKey lt {after}");
        var rows = _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken);
        return await rows.Select(SegmentRow.Read).ToListAsync(cancellationToken);
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

/// <summary>Key and version of a row, which a sweep looks at.</summary>
public sealed record WrittenSegment(string RowKey, ETag ETag)
{
    public bool IsOfAttempt(int piece, int attempt) => RowKey.StartsWith(SegmentKeys.Prefix(piece, attempt), StringComparison.Ordinal);

    public bool IsOfCorrection(string tag) => RowKey.StartsWith(SegmentKeys.Correction(tag), StringComparison.Ordinal);
}
