using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using PaperLedge.Core.Episodes;

namespace PaperLedge.Storage.Uploads;

public sealed class UploadStore(TableServiceClient tables)
{
    private const string Partition = "upload";
    private const string Name = "Name", UploadETag = "UploadETag", State = "State", Problem = "Problem", Updated = "Updated";
    private const string FailingSince = "FailingSince", RetryAt = "RetryAt";

    private readonly TableClient _table = tables.GetTableClient(StorageNames.UploadsTable);

    public Task WriteAsync(UploadRecord upload, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(Write(upload), TableUpdateMode.Replace, cancellationToken);

    public Task DeleteAsync(string blobName, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(Partition, Key(blobName), ETag.All, cancellationToken);

    /// <returns>Without damaged rows; when such an upload is registered again, its row is replaced.</returns>
    public IAsyncEnumerable<UploadRecord> ListAsync(CancellationToken cancellationToken) =>
        ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken);

    /// <returns>Uploads with a problem; storage leaves the others out.</returns>
    public IAsyncEnumerable<UploadRecord> ListProblemsAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and State ne {nameof(UploadState.Accepted)}");
        return ReadAsync(filter, cancellationToken);
    }

    public async Task<UploadRecord?> FindAsync(string blobName, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, Key(blobName), cancellationToken: cancellationToken);
        return row.HasValue ? DamagedRowException.TryConvert(StorageNames.UploadsTable, row.Value!, Read, damaged: null) : null;
    }

    private IAsyncEnumerable<UploadRecord> ReadAsync(string filter, CancellationToken cancellationToken) =>
        _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .Select(row => DamagedRowException.TryConvert(StorageNames.UploadsTable, row, Read, damaged: null))
            .OfType<UploadRecord>();

    // A blob's name may contain characters that a key may not.
    internal static string Key(string blobName) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blobName)));

    private static TableEntity Write(UploadRecord upload) => new(Partition, Key(upload.BlobName))
    {
        [Name] = upload.BlobName,
        [UploadETag] = upload.ETag,
        [State] = upload.State.ToString(),
        [Problem] = TableText.Fit(upload.Problem),
        [Updated] = upload.Updated,
        [FailingSince] = upload.FailingSince,
        [RetryAt] = upload.RetryAt,
    };

    private static UploadRecord Read(TableEntity row) => new(
        row.GetString(Name) is { } name && Key(name) == row.RowKey ? name : throw new FormatException("Its key and its name differ."),
        row.GetString(UploadETag),
        Enum.Parse<UploadState>(row.GetString(State)),
        row.GetString(Problem),
        row.GetDateTimeOffset(Updated)!.Value)
    {
        FailingSince = row.GetDateTimeOffset(FailingSince),
        RetryAt = row.GetDateTimeOffset(RetryAt),
    };
}
