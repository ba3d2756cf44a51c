using Microsoft.Extensions.Logging;

namespace PaperLedge.LocalWorker.Queues;

/// <summary>What the log says of queues (events 300–399).</summary>
internal static partial class QueueLog
{
    [LoggerMessage(300, LogLevel.Warning, "Queue '{Queue}' could not be read: {Reason}")]
    public static partial void QueueNotReceived(this ILogger logger, string queue, string reason);

    [LoggerMessage(301, LogLevel.Warning, "The lease of message {MessageId} of queue '{Queue}' could not be renewed; the message may run twice. {Reason}")]
    public static partial void LeaseNotRenewed(this ILogger logger, string messageId, string queue, string reason);

    [LoggerMessage(302, LogLevel.Warning, "Message {MessageId} of queue '{Queue}' was no longer this worker's when it ended; it may run twice.")]
    public static partial void LeaseLost(this ILogger logger, string messageId, string queue);

    [LoggerMessage(303, LogLevel.Warning, "The end of message {MessageId} of queue '{Queue}' could not be recorded; it comes back when its lease runs out. {Reason}")]
    public static partial void MessageNotSettled(this ILogger logger, string messageId, string queue, string reason);

    [LoggerMessage(304, LogLevel.Information, "Message {MessageId} went back to queue '{Queue}': the worker stops.")]
    public static partial void MessageReturned(this ILogger logger, string messageId, string queue);

    [LoggerMessage(305, LogLevel.Warning, "Message {MessageId} of queue '{Queue}' failed for the {Attempt}. of {MaxDequeueCount} times; next after {RetryDelay}.")]
    public static partial void MessageRetried(this ILogger logger, string messageId, string queue, long attempt, int maxDequeueCount, TimeSpan retryDelay);

    [LoggerMessage(306, LogLevel.Error, "Message {MessageId} of queue '{Queue}' was moved to '{PoisonQueue}' at dequeue count {DequeueCount}.")]
    public static partial void MessagePoisoned(this ILogger logger, string messageId, string queue, long dequeueCount, string poisonQueue);

    [LoggerMessage(307, LogLevel.Warning, "The function for message {MessageId} of queue '{Queue}' does not heed its cancellation; the message goes back without it.")]
    public static partial void RunAbandoned(this ILogger logger, string messageId, string queue);
}
