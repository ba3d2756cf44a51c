using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace PaperLedge.Functions;

/// <summary>Log of events outside an invocation, such as a loaded model or a silent storage: Azure's host drops such lines.</summary>
/// <remarks>
/// The status shows the lines, and <see cref="OutsideLogRelay"/> logs them again in the next invocation. The last <see cref="Capacity"/>
/// lines are kept: this app's from Information on, those of libraries from Warning on, unless the settings filter them first.
/// </remarks>
public sealed class OutsideLog(TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    public const int Capacity = 50;

    // The worker's scope of an invocation holds its id under the first key, or under the second if OpenTelemetry is on.
    private static readonly string[] s_invocationIds = ["AzureFunctions_InvocationId", "faas.invocation_id"];

    // What was relayed must not be relayed again.
    private static readonly string s_relay = typeof(OutsideLogRelay).FullName!;

    private readonly Lock _lock = new();
    private readonly Queue<OutsideLine> _lines = new();
    private readonly Queue<OutsideLine> _unsent = new();
    private IExternalScopeProvider? _scopes;

    /// <summary>Kept lines, oldest first.</summary>
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

    /// <returns>Lines that no invocation has logged yet, each only once.</returns>
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
                found.IsTrue |= scope is IEnumerable<KeyValuePair<string, object>> values
                    && values.Any(value => s_invocationIds.Contains(value.Key)),
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
        private readonly LogLevel _least = category == s_relay ? LogLevel.None
            : category.StartsWith("PaperLedge.", StringComparison.Ordinal) ? LogLevel.Information : LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && !log.IsInInvocation())
            {
                var message = formatter(state, exception);
                log.Add(logLevel, category, exception is null ? message : $"{message} {exception.GetType().Name}: {exception.Message}");
            }
        }
    }
}

/// <param name="Category">Category of the logger, such as <c>PaperLedge.Functions.StartUp</c>.</param>
public sealed record OutsideLine(DateTimeOffset Time, LogLevel Level, string Category, string Message);

/// <summary>Middleware that logs earlier outside lines in an invocation, so that they reach the operator's log in Azure.</summary>
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
