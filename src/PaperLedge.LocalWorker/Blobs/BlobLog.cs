using Microsoft.Extensions.Logging;

namespace PaperLedge.LocalWorker.Blobs;

/// <summary>What the log says of blobs (events 400–499).</summary>
internal static partial class BlobLog
{
    [LoggerMessage(400, LogLevel.Warning, "Container '{Container}' could not be scanned; the next scan goes on. {Reason}")]
    public static partial void ScanFailed(this ILogger logger, string container, string reason);

    [LoggerMessage(401, LogLevel.Debug, "{Function} is queued for blob '{Container}/{Blob}', ETag {ETag}.")]
    public static partial void BlobNoticed(this ILogger logger, string function, string container, string blob, string eTag);

    [LoggerMessage(402, LogLevel.Error, "Message {MessageId} of the blob triggers' queue is none of theirs: {Reason}")]
    public static partial void WorkNotUnderstood(this ILogger logger, string messageId, string reason);

    [LoggerMessage(403, LogLevel.Warning, "A message for {FunctionId} and blob '{Container}/{Blob}' is dropped: no such function, or its path has changed.")]
    public static partial void FunctionGone(this ILogger logger, string functionId, string container, string blob);

    [LoggerMessage(404, LogLevel.Debug, "A message for blob '{Container}/{Blob}' is dropped: ETag {Queued} was replaced by {Current}.")]
    public static partial void VersionReplaced(this ILogger logger, string container, string blob, string queued, string current);

    [LoggerMessage(405, LogLevel.Debug, "A message for blob '{Container}/{Blob}' is dropped: the blob is gone.")]
    public static partial void BlobGone(this ILogger logger, string container, string blob);

    [LoggerMessage(406, LogLevel.Warning, "Blob '{Container}/{Blob}' could not be looked at: {Reason}")]
    public static partial void BlobNotReached(this ILogger logger, string container, string blob, string reason);
}
