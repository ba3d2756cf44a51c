using Azure;
using Azure.Data.Tables;

namespace PaperLedge.Storage.Ledger;

// Not in the show's row, so that announcing never makes a publication start over.
public sealed class AnnouncementStore(TableServiceClient tables)
{
    private const string Queued = "Queued", QueuedAt = "QueuedAt", Done = "Done", Problem = "Problem";

    private readonly TableClient _table = tables.GetTableClient(StorageNames.LedgerTable);

    public async Task<Versioned<Announcement>?> FindAsync(CancellationToken cancellationToken)
    {
        var response = await _table.GetEntityIfExistsAsync<TableEntity>(
            LedgerKeys.Partition, LedgerKeys.Announcement, cancellationToken: cancellationToken);
        return response.HasValue
            ? new Versioned<Announcement>(
                DamagedRowException.TryConvert(StorageNames.LedgerTable, response.Value!, Read, damaged: null)
                    // Then the present version is announced, perhaps again.
                    ?? new Announcement(0, default, 0, Problem: null),
                response.Value!.ETag)
            : null;
    }

    /// <param name="version">As read; null if there was no row.</param>
    /// <returns>False if another writer was faster.</returns>
    public Task<bool> WriteAsync(Announcement announcement, ETag? version, CancellationToken cancellationToken)
    {
        var row = new TableEntity(LedgerKeys.Partition, LedgerKeys.Announcement)
        {
            [Queued] = announcement.Queued,
            [QueuedAt] = announcement.QueuedAt,
            [Done] = announcement.Done,
            [Problem] = TableText.Fit(announcement.Problem),
        };
        return ConditionalWrite.TryAsync(() => version is { } read
            ? _table.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellationToken)
            : _table.AddEntityAsync(row, cancellationToken));
    }

    private static Announcement Read(TableEntity row) => new(
        row.GetInt64(Queued)!.Value, row.GetDateTimeOffset(QueuedAt)!.Value, row.GetInt64(Done)!.Value, row.GetString(Problem));
}

/// <param name="Queued">The show's version for which a message was last sent.</param>
/// <param name="QueuedAt">When that message was sent.</param>
/// <param name="Done">The show's version that was last announced, or given up.</param>
/// <param name="Problem">Why the last announcement failed and what to do, or null.</param>
public sealed record Announcement(long Queued, DateTimeOffset QueuedAt, long Done, string? Problem);
