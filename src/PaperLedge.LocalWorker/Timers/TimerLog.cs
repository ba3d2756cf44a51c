using Microsoft.Extensions.Logging;

namespace PaperLedge.LocalWorker.Timers;

/// <summary>What the log says of timers (events 500–599).</summary>
internal static partial class TimerLog
{
    [LoggerMessage(500, LogLevel.Warning, "The schedule of {Function} could not be read or recorded; a missed run may go unnoticed. {Reason}")]
    public static partial void StatusUnreachable(this ILogger logger, string function, string reason);
}
