using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace PaperLedge.LocalWorker.Storage;

/// <summary>Where the worker keeps its own notes, named as by the host. The id keeps apps that share an account apart.</summary>
internal sealed class HostStorage(StorageAccount account, string hostId)
{
    private const string NotesContainer = "azure-webjobs-hosts";

    private const string BlobPoisonQueue = "webjobs-blobtrigger-poison";

    public string HostId => hostId;

    public string Connection => account.Connection;

    public BlobContainerClient Notes => account.Blobs.GetBlobContainerClient(NotesContainer);

    public QueueClient BlobWork => account.Queues.GetQueueClient($"webjobs-blobtrigger-{hostId}");

    public QueueClient BlobPoison => account.Queues.GetQueueClient(BlobPoisonQueue);

    /// <summary>Lower-case letters, digits and single hyphens, at most 32 of them, from any text.</summary>
    public static string IdFrom(string name)
    {
        var words = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))
            .Split('-', StringSplitOptions.RemoveEmptyEntries);
        var id = string.Join('-', words);
        return id.Length == 0 ? "local" : id[..Math.Min(32, id.Length)].TrimEnd('-');
    }
}
