using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace PaperLedge.LocalWorker.Storage;

/// <summary>The clients of one storage connection.</summary>
/// <param name="Connection">The setting that names it, such as <c>AzureWebJobsStorage</c>.</param>
internal sealed record StorageAccount(string Connection, BlobServiceClient Blobs, QueueServiceClient Queues);
