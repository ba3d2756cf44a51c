using Microsoft.Extensions.Logging;

namespace PaperLedge.LocalWorker.Hosting;

/// <summary>What the log says of the worker itself (events 1–99).</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1, LogLevel.Information, "{Function}: {Trigger}")]
    public static partial void FunctionFound(this ILogger logger, string function, string trigger);

    [LoggerMessage(2, LogLevel.Information, "Functions that want a key take {FunctionKey} (header x-functions-key or ?code=); set LocalWorker__FunctionKey to keep one.")]
    public static partial void KeyMadeUp(this ILogger logger, string functionKey);

    [LoggerMessage(3, LogLevel.Information, "{Count} listeners wait for blobs, messages and timers.")]
    public static partial void Listening(this ILogger logger, int count);

    [LoggerMessage(4, LogLevel.Error, "Storage at {Endpoint} cannot be used: {Reason} {Advice} Trying again.")]
    public static partial void StorageUnreachable(this ILogger logger, string endpoint, string reason, string advice);

    [LoggerMessage(5, LogLevel.Critical, "The app cannot start. {Problem}")]
    public static partial void Refused(this ILogger logger, string problem);

    [LoggerMessage(6, LogLevel.Warning, "host.json: {Setting} is not heeded by the local worker.")]
    public static partial void SettingNotHeeded(this ILogger logger, string setting);

    [LoggerMessage(7, LogLevel.Information, "HTTP functions are served at {Address}")]
    public static partial void Serving(this ILogger logger, string address);
}
