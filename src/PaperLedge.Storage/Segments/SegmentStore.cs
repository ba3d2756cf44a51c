using Azure;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Core.Transcripts;
using PaperLedge.Storage.Ledger;

namespace PaperLedge.Storage.Segments;

/// <summary>Transcripts, a row for each segment: as they were recognised, and as people corrected them.</summary>
public sealed class SegmentStore(TableServiceClient tables)
{
    // https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
    public const int MaxBatch = 100;

    private readonly TableClient _table = tables.GetTableClient(StorageNames.SegmentsTable);

    /// <summary>Stores recognised segments. Writing them again changes nothing.</summary>
    public async Task WriteAsync(
        EpisodeSlug slug, Revision revision, TranscriptHead head, IReadOnlyList<Segment> segments, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var rows = segments.Select((segment, index) => SegmentRow.Write(partition, SegmentKeys.Row(head.Plan, index), segment));
        foreach (var batch in rows.Select(Upsert).Chunk(MaxBatch))
        {
            await SubmitAsync(batch, cancellationToken);
        }

        // The head comes last: a reader that finds it finds every segment.
        await _table.UpsertEntityAsync(TranscriptHeadRow.Write(partition, head), TableUpdateMode.Replace, cancellationToken);
    }

    /// <returns>Null until the transcript is complete.</returns>
    public async Task<TranscriptHead?> FindAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            SegmentKeys.Partition(slug, revision), SegmentKeys.Head, cancellationToken: cancellationToken);
        return row.HasValue
            ? DamagedRowException.Convert(StorageNames.SegmentsTable, row.Value!, TranscriptHeadRow.Read)
            : null;
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
        EpisodeSlug slug, Revision revision, TranscriptHead head, CancellationToken cancellationToken) =>
        ReadAsync(slug, revision, SegmentKeys.Prefix(head.Plan), cancellationToken);

    public Task<IReadOnlyList<Segment>> ReadCorrectionAsync(
        EpisodeSlug slug, Revision revision, string tag, CancellationToken cancellationToken) =>
        ReadAsync(slug, revision, SegmentKeys.Correction(tag), cancellationToken);

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
    /// <returns>False if some were: the cleanup has to be repeated.</returns>
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
        return await rows.Select(row => DamagedRowException.Convert(StorageNames.SegmentsTable, row, SegmentRow.Read))
            .ToListAsync(cancellationToken);
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

public sealed record WrittenSegment(string RowKey, ETag ETag)
{
    public bool IsOf(TranscriptHead head) =>
        RowKey == SegmentKeys.Head || RowKey.StartsWith(SegmentKeys.Prefix(head.Plan), StringComparison.Ordinal);

    public bool IsCorrected => RowKey.StartsWith(SegmentKeys.CorrectionPrefix, StringComparison.Ordinal);

    public bool IsOfCorrection(string tag) => RowKey.StartsWith(SegmentKeys.Correction(tag), StringComparison.Ordinal);
}

internal static class TranscriptHeadRow
{
    private const string Plan = "Plan", Language = "Language", IsTranslation = "IsTranslation", Engine = "Engine", Model = "Model";
    private const string Finished = "Finished";

    public static TableEntity Write(string partition, TranscriptHead head) => new(partition, SegmentKeys.Head)
    {
        [Plan] = head.Plan,
        [Language] = head.Language,
        [IsTranslation] = head.IsTranslation,
        [Engine] = head.Transcriber.Engine,
        [Model] = head.Transcriber.Model,
        [Finished] = head.Finished,
    };

    public static TranscriptHead Read(TableEntity row) => new(
        row.GetString(Plan),
        row.GetString(Language),
        row.GetBoolean(IsTranslation)!.Value,
        new TranscriberIdentity(row.GetString(Engine), row.GetString(Model)),
        row.GetDateTimeOffset(Finished)!.Value);
}
