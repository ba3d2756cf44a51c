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

    private readonly TableClient _table = tables.GetTableClient(StorageNames.UploadsTable);

    public Task WriteAsync(UploadRecord upload, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(Write(upload), TableUpdateMode.Replace, cancellationToken);

    public Task DeleteAsync(string blobName, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(Partition, Key(blobName), ETag.All, cancellationToken);

    public IAsyncEnumerable<UploadRecord> ListAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        return _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(Read);
    }

    // A blob's name may contain characters that a key may not.
    internal static string Key(string blobName) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blobName)));

    private static TableEntity Write(UploadRecord upload) => new(Partition, Key(upload.BlobName))
    {
        [Name] = upload.BlobName,
        [UploadETag] = upload.ETag,
        [State] = upload.State.ToString(),
        [Problem] = TableText.Fit(upload.Problem),
        [Updated] = upload.Updated,
    };

    private static UploadRecord Read(TableEntity row) => new(
        row.GetString(Name),
        row.GetString(UploadETag),
        Enum.Parse<UploadState>(row.GetString(State)),
        row.GetString(Problem),
        row.GetDateTimeOffset(Updated)!.Value);
}
