using Azure;
using Azure.Data.Tables;

namespace PaperLedge.Storage.Ledger;

/// <summary>One row, apart from the show's so that announcing never makes a publication start over.</summary>
public sealed class AnnouncementStore(TableServiceClient tables)
{
    private readonly TableClient _table = tables.GetTableClient(StorageNames.LedgerTable);

    public async Task<Stored<Announcement>?> FindAsync(CancellationToken cancellationToken)
    {
        var response = await _table.GetEntityIfExistsAsync<TableEntity>(
            LedgerKeys.Partition, LedgerKeys.Announcement, cancellationToken: cancellationToken);
        return response.HasValue ? new Stored<Announcement>(Read(response.Value!), response.Value!.ETag) : null;
    }

    /// <param name="version">As read; null if there was no row.</param>
    /// <returns>False if somebody was faster.</returns>
    public Task<bool> WriteAsync(Announcement announcement, ETag? version, CancellationToken cancellationToken)
    {
        var row = new TableEntity(LedgerKeys.Partition, LedgerKeys.Announcement)
        {
            ["Queued"] = announcement.Queued,
            ["QueuedAt"] = announcement.QueuedAt,
            ["Done"] = announcement.Done,
            ["Problem"] = Texts.Fit(announcement.Problem),
        };
        return Races.TryAsync(() => version is { } read
            ? _table.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellationToken)
            : _table.AddEntityAsync(row, cancellationToken));
    }

    private static Announcement Read(TableEntity row) => new(
        row.GetInt64("Queued")!.Value, row.GetDateTimeOffset("QueuedAt")!.Value, row.GetInt64("Done")!.Value, row.GetString("Problem"));
}
