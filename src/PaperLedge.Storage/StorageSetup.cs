using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace PaperLedge.Storage;

/// <summary>Makes every table, container and queue that is missing; safe to run from several instances at once.</summary>
public sealed class StorageSetup(TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues)
{
    private static readonly string[] Tables =
        [StorageNames.LedgerTable, StorageNames.UploadsTable, StorageNames.SegmentsTable, StorageNames.ChunksTable];

    private static readonly string[] Containers =
        [StorageNames.EpisodesContainer, StorageNames.MediaContainer, StorageNames.TranscriptsContainer, StorageNames.ConfigContainer, StorageNames.FeedsContainer];

    private static readonly string[] Queues =
        [
            StorageNames.TranscribeQueue, StorageNames.TranscribePoisonQueue, StorageNames.AnnounceQueue, StorageNames.AnnouncePoisonQueue,
            StorageNames.BlobPoisonQueue,
        ];

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var table in Tables)
        {
            await tables.GetTableClient(table).CreateIfNotExistsAsync(cancellationToken);
        }

        foreach (var container in Containers)
        {
            await blobs.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        foreach (var queue in Queues)
        {
            await queues.GetQueueClient(queue).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
    }
}
