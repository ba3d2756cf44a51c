using Microsoft.Extensions.Logging;

namespace PaperLedge.LocalWorker.Functions;

/// <summary>What the log says of invocations (events 100–199).</summary>
internal static partial class InvocationLog
{
    /// <summary>Puts function and invocation to everything that is logged within.</summary>
    public static readonly Func<ILogger, string, string, IDisposable?> Scope = LoggerMessage.DefineScope<string, string>("{Function} {InvocationId}");

    [LoggerMessage(100, LogLevel.Debug, "{Function} started: {Reason} ({InvocationId}).")]
    public static partial void Executing(this ILogger logger, string function, string reason, string invocationId);

    [LoggerMessage(101, LogLevel.Information, "{Function} succeeded in {Milliseconds} ms: {Reason} ({InvocationId}).")]
    public static partial void Executed(this ILogger logger, string function, long milliseconds, string reason, string invocationId);

    [LoggerMessage(102, LogLevel.Error, "{Function} failed after {Milliseconds} ms: {Reason} ({InvocationId}).")]
    public static partial void Failed(this ILogger logger, Exception failure, string function, long milliseconds, string reason, string invocationId);

    [LoggerMessage(103, LogLevel.Information, "{Function} was cancelled after {Milliseconds} ms ({InvocationId}).")]
    public static partial void Stopped(this ILogger logger, string function, long milliseconds, string invocationId);

    [LoggerMessage(104, LogLevel.Error, "{Function} was cancelled at the function timeout of {FunctionTimeout} ({InvocationId}).")]
    public static partial void TimedOut(this ILogger logger, string function, TimeSpan functionTimeout, string invocationId);

    [LoggerMessage(105, LogLevel.Critical, "{Function} still runs {GracePeriod} after its cancellation at the function timeout of {FunctionTimeout}; the worker exits ({InvocationId}).")]
    public static partial void Overran(this ILogger logger, string function, TimeSpan functionTimeout, TimeSpan gracePeriod, string invocationId);
}
