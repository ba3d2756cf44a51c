using Microsoft.Extensions.Logging;

namespace PaperLedge.Cli.Speech;

/// <summary>Writes the engine's log to standard error, one line per event, if <c>Logging__LogLevel__Default</c> is set.</summary>
/// <remarks>
/// The variable is the app's too. At Debug, each window and its outcome are logged. Lines are written at once, so none is lost
/// at the end.
/// </remarks>
/// <param name="least">None for silence.</param>
internal sealed class StandardErrorLog(LogLevel least) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Console.Error.WriteLine($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("This log is written to standard error only.");

    public void Dispose()
    {
        // Nothing to release.
    }
}
