using Microsoft.Extensions.Logging;

namespace PaperLedge.Cli.Speech;

/// <summary>
/// Writes the engine's log to standard error, a line an event, for whoever sets <c>Logging__LogLevel__Default</c> (as for the app):
/// at Debug, each window is logged with what became of it. A line is out when the event is over, so none is lost at the end.
/// </summary>
/// <param name="least">None for silence.</param>
internal sealed class StandardErrorLog(LogLevel least) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Console.Error.WriteLine($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is no other place that this log is written to.");

    public void Dispose()
    {
        // Nothing is held.
    }
}
