using Microsoft.Extensions.Logging;

namespace PaperLedge.Functions.Diagnostics;

/// <summary>
/// Keeps what is logged outside an invocation, such as a model being loaded or storage that does not answer: Azure's host drops such lines.
/// The status shows them, and the next invocation logs them again (<see cref="OutsideLogRelay"/>).
/// </summary>
/// <remarks>
/// What this app logs is kept from Information on, what libraries log from Warning on, where the settings do not filter it first; the last
/// <see cref="Capacity"/> lines.
/// </remarks>
public sealed class OutsideLog(TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    public const int Capacity = 50;

    /// <summary>The key under which the worker's scope of an invocation holds its id.</summary>
    private const string InvocationId = "AzureFunctions_InvocationId";

    private readonly Lock _lock = new();
    private readonly Queue<OutsideLine> _lines = new();
    private readonly Queue<OutsideLine> _unsent = new();
    private IExternalScopeProvider? _scopes;

    /// <summary>In order of time.</summary>
    public IReadOnlyList<OutsideLine> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The lines that no invocation has logged yet; each is returned once.</summary>
    public IReadOnlyList<OutsideLine> TakeUnsent()
    {
        lock (_lock)
        {
            if (_unsent.Count == 0)
            {
                return [];
            }

            var lines = _unsent.ToList();
            _unsent.Clear();
            return lines;
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private bool IsInInvocation()
    {
        var found = new Found();
        _scopes?.ForEachScope(
            static (scope, found) =>
                found.IsTrue |= scope is IEnumerable<KeyValuePair<string, object>> values && values.Any(value => value.Key == InvocationId),
            found);
        return found.IsTrue;
    }

    private void Add(LogLevel level, string category, string message)
    {
        var line = new OutsideLine(time.GetUtcNow(), level, category, message);
        lock (_lock)
        {
            foreach (var queue in (Queue<OutsideLine>[])[_lines, _unsent])
            {
                if (queue.Count == Capacity)
                {
                    queue.Dequeue();
                }

                queue.Enqueue(line);
            }
        }
    }

    private sealed class Found
    {
        public bool IsTrue { get; set; }
    }

    private sealed class Logger(OutsideLog log, string category) : ILogger
    {
        private readonly LogLevel _least = category.StartsWith("PaperLedge.", StringComparison.Ordinal) ? LogLevel.Information : LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && !log.IsInInvocation())
            {
                var message = formatter(state, exception);
                log.Add(logLevel, category, exception is null ? message : $"{message} {exception.GetType().Name}: {exception.Message}");
            }
        }
    }
}

/// <param name="Category">Who logged it, such as <c>PaperLedge.Functions.StartUp</c>.</param>
public sealed record OutsideLine(DateTimeOffset Time, LogLevel Level, string Category, string Message);
