using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PaperLedge.Tests.Speech;

/// <summary>Keeps what is logged, as <c>Level: message</c>.</summary>
internal sealed class LinesLogger<T> : ILogger<T>
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IEnumerable<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
