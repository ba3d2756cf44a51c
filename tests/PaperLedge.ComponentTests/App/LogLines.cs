using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PaperLedge.ComponentTests.App;

/// <summary>What an instance logs, line by line, with each exception's message.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = [];

    public IEnumerable<string> Errors => Lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}"));

    public void Dispose()
    {
    }
}
