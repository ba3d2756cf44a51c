namespace Microsoft.Azure.Functions.Worker;

/// <summary>How changes of blobs are noticed.</summary>
public enum BlobTriggerSource
{
    /// <summary>The container is listed periodically; a receipt marks each version that was seen.</summary>
    LogsAndContainerScan,

    /// <summary>Azure announces each write, now and then more than once; nothing compares ETags.</summary>
    EventGrid,
}
