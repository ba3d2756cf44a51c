using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace PaperLedge.Functions.Diagnostics;

/// <summary>Logs within an invocation what was logged outside one before, so that it reaches the operator's log in Azure.</summary>
internal sealed partial class OutsideLogRelay(OutsideLog log, ILogger<OutsideLogRelay> logger) : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        foreach (var line in log.TakeUnsent())
        {
            Relay(logger, line.Level, line.Time, line.Category, line.Message);
        }

        return next(context);
    }

    [LoggerMessage(EventId = 1110, Message = "Logged outside an invocation at {Time:HH:mm:ss}, {Category}: {Message}")]
    private static partial void Relay(ILogger logger, LogLevel level, DateTimeOffset time, string category, string message);
}
