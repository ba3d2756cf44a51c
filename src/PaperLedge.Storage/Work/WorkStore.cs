using System.Globalization;
using Azure;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;
using PaperLedge.Storage.Segments;

namespace PaperLedge.Storage.Work;

/// <summary>State of each unit of work. Writes are conditional, so that of two attempts only one counts.</summary>
public sealed class WorkStore(TableServiceClient tables)
{
    private const string Attempt = "Attempt", Begun = "Begun", HostsLost = "HostsLost", Host = "Host", LeaseUntil = "LeaseUntil";
    private const string PositionSeconds = "PositionSeconds", Words = "Words", Started = "Started", LastSeen = "LastSeen";
    private const string Finished = "Finished", Plan = "Plan", Pieces = "Pieces", Result = "Result", Queued = "Queued";

    private const string PreparationKey = "plan", EncodingKey = "encoding";

    private readonly TableClient _table = tables.GetTableClient(StorageNames.PiecesTable);

    public async Task<Versioned<WorkState>?> FindAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var response = await _table.GetEntityIfExistsAsync<TableEntity>(
            PartitionOf(item), KeyOf(item), cancellationToken: cancellationToken);
        return response.HasValue
            ? new Versioned<WorkState>(
                DamagedRowException.Convert(StorageNames.PiecesTable, response.Value!, Read), response.Value!.ETag)
            : null;
    }

    /// <returns>All work on a revision that has been begun.</returns>
    public async Task<EpisodeWork> ReadAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {SegmentKeys.Partition(slug, revision)}");
        var rows = await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .ToDictionaryAsync(
                row => row.RowKey,
                row => DamagedRowException.Convert(StorageNames.PiecesTable, row, Read),
                cancellationToken: cancellationToken);
        rows.Remove(PreparationKey, out var preparation);
        rows.Remove(EncodingKey, out var encoding);
        return new EpisodeWork(
            preparation, encoding, rows.ToDictionary(row => int.Parse(row.Key, CultureInfo.InvariantCulture), row => row.Value));
    }

    /// <summary>Lists the revisions that have rows.</summary>
    public IAsyncEnumerable<(EpisodeSlug Slug, Revision Revision)> ListAsync(CancellationToken cancellationToken) =>
        _table.QueryAsync<TableEntity>(select: ["PartitionKey"], cancellationToken: cancellationToken)
            .Select(row => row.PartitionKey)
            .Distinct()
            .Select(SegmentKeys.Parse);

    /// <param name="version">As read; null if there was no row.</param>
    /// <returns>The new version, or null if another writer was faster.</returns>
    public async Task<ETag?> WriteAsync(WorkItem item, WorkState state, ETag? version, CancellationToken cancellationToken)
    {
        var row = Write(item, state);
        Response? response = null;
        var won = await ConditionalWrite.TryAsync(async () => response = version is { } read
            ? await _table.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellationToken)
            : await _table.AddEntityAsync(row, cancellationToken));
        return won ? response!.Headers.ETag : null;
    }

    public async Task DeleteAsync(EpisodeSlug slug, Revision revision, CancellationToken cancellationToken)
    {
        var partition = SegmentKeys.Partition(slug, revision);
        var rows = _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"),
            select: ["PartitionKey", "RowKey"],
            cancellationToken: cancellationToken);
        await foreach (var row in rows)
        {
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
        }
    }

    private static string PartitionOf(WorkItem item) => SegmentKeys.Partition(item.Slug, item.Revision);

    private static string KeyOf(WorkItem item) => item.IsEncoding
        ? EncodingKey
        : item.Piece?.ToString("D4", CultureInfo.InvariantCulture) ?? PreparationKey;

    private static TableEntity Write(WorkItem item, WorkState state) => new(PartitionOf(item), KeyOf(item))
    {
        [Attempt] = state.Attempt,
        [Begun] = state.Begun,
        [HostsLost] = state.HostsLost,
        [Host] = state.Host,
        [LeaseUntil] = state.LeaseUntil,
        [PositionSeconds] = state.Position.TotalSeconds,
        [Words] = state.Words,
        [Started] = state.Started,
        [LastSeen] = state.LastSeen,
        [Finished] = state.Finished,
        [Plan] = state.Plan,
        [Pieces] = state.Pieces,
        [Result] = state.Result,
        [Queued] = state.Queued,
    };

    private static WorkState Read(TableEntity row) => new(
        row.GetInt32(Attempt)!.Value,
        row.GetInt32(Begun)!.Value,
        row.GetInt32(HostsLost)!.Value,
        row.GetString(Host),
        row.GetDateTimeOffset(LeaseUntil)!.Value,
        TableTime.Read(row, PositionSeconds),
        row.GetInt32(Words)!.Value,
        row.GetDateTimeOffset(Started)!.Value,
        row.GetDateTimeOffset(LastSeen)!.Value,
        row.GetDateTimeOffset(Finished),
        row.GetString(Plan),
        row.GetInt32(Pieces)!.Value,
        row.GetString(Result))
    {
        Queued = row.GetDateTimeOffset(Queued),
    };
}
