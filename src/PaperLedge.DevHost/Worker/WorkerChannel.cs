using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using PaperLedge.DevHost.Processes;
using PaperLedge.DevHost.Worker.Rpc;
using RpcException = Grpc.Core.RpcException;

namespace PaperLedge.DevHost.Worker;

internal sealed class WorkerChannel(string id, ILoggerFactory loggers, ILoggerFactory appLoggers)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _questions = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _logger = loggers.CreateLogger<WorkerChannel>();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closed;
    private volatile bool _terminating;

    public string Id { get; } = id;

    public Task Connected => _connected.Task;

    // Completes at the end of the worker's stream; its process may live on.
    public Task Ended => _ended.Task;

    // The address of the worker's web server; null if it has none.
    public Uri? HttpUri { get; private set; }

    // Bytes of the largest answer to an invocation so far: shows whether HTTP bodies are sent here too.
    public int LargestResponse { get; private set; }

    public async Task ServeAsync(
        IAsyncStreamReader<StreamingMessage> incoming,
        IServerStreamWriter<StreamingMessage> outgoing,
        CancellationToken cancellationToken)
    {
        _connected.TrySetResult();
        var writing = WriteAsync(outgoing, cancellationToken);
        try
        {
            await foreach (var message in incoming.ReadAllAsync(cancellationToken))
            {
                Receive(message);
            }
        }
        catch (Exception failure) when (failure is IOException or RpcException or OperationCanceledException)
        {
            _logger.StreamEnded(failure.Message);
        }

        Close();
        await writing;
        _ended.TrySetResult();
    }

    /// <exception cref="StartException">The worker reports a failure.</exception>
    public async Task<IReadOnlyList<RpcFunctionMetadata>> InitializeAsync(string appFolder, CancellationToken cancellationToken)
    {
        var request = new WorkerInitRequest { HostVersion = "4.0.0.0", WorkerDirectory = appFolder, FunctionAppDirectory = appFolder };
        request.Capabilities.Add("MultiStream", "10");
        var initialized = (await AskAsync(new StreamingMessage { WorkerInitRequest = request }, cancellationToken)).WorkerInitResponse;
        Check(initialized.Result, "The worker cannot be initialized");
        HttpUri = initialized.Capabilities.TryGetValue("HttpUri", out var address) ? new Uri(address) : null;

        var ask = new StreamingMessage { FunctionsMetadataRequest = new() { FunctionAppDirectory = appFolder } };
        var functions = (await AskAsync(ask, cancellationToken)).FunctionMetadataResponse;
        Check(functions.Result, "The worker cannot list its functions");
        return functions.FunctionMetadataResults;
    }

    /// <exception cref="StartException">The worker cannot load a function.</exception>
    public Task LoadAsync(IEnumerable<RpcFunctionMetadata> functions, CancellationToken cancellationToken) =>
        Task.WhenAll(functions.Select(async function =>
    {
        var load = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function };
        var answer = await AskAsync(new() { FunctionLoadRequest = load }, cancellationToken);
        Check(answer.FunctionLoadResponse.Result, $"The worker cannot load the function '{function.Name}'");
    }));

    /// <param name="cancellationToken">Passed on to the function; its answer is still awaited.</param>
    /// <exception cref="WorkerLostException">The worker ended before the function did.</exception>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var answer = Expect(_invocations, request.InvocationId);
        try
        {
            Send(new StreamingMessage { InvocationRequest = request });
            await using var cancellation = cancellationToken.Register(() =>
                Send(new StreamingMessage { InvocationCancel = new() { InvocationId = request.InvocationId } }));
            return await answer;
        }
        finally
        {
            _invocations.TryRemove(request.InvocationId, out _);
        }
    }

    // Asks the worker to end. Open questions stay unanswered, as when Azure's host ends.
    public void Terminate(TimeSpan grace)
    {
        _terminating = true;
        Send(new StreamingMessage { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(grace) } });
    }

    // Fails all open and later questions: the worker has ended.
    public void Close()
    {
        _closed = true;
        _outgoing.Writer.TryComplete();
        if (_terminating)
        {
            return;
        }

        foreach (var waiting in _questions.Values)
        {
            waiting.TrySetException(new WorkerLostException());
        }

        foreach (var waiting in _invocations.Values)
        {
            waiting.TrySetException(new WorkerLostException());
        }
    }

    private static void Check(StatusResult? result, string what)
    {
        if (result is { Status: not StatusResult.Types.Status.Success })
        {
            throw new StartException($"{what}: {result.Exception?.Message ?? result.Result}");
        }
    }

    private async Task<StreamingMessage> AskAsync(StreamingMessage question, CancellationToken cancellationToken)
    {
        question.RequestId = Guid.NewGuid().ToString();
        var answer = Expect(_questions, question.RequestId);
        try
        {
            Send(question);
            return await answer.WaitAsync(cancellationToken);
        }
        finally
        {
            _questions.TryRemove(question.RequestId, out _);
        }
    }

    private Task<TAnswer> Expect<TAnswer>(ConcurrentDictionary<string, TaskCompletionSource<TAnswer>> waiting, string key)
    {
        var source = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[key] = source;
        if (_closed)
        {
            // Registers first and checks second: either Close finds the entry and fails it, or this sees that Close has run.
            source.TrySetException(new WorkerLostException());
        }

        return source.Task;
    }

    private void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await outgoing.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is IOException or RpcException or OperationCanceledException or InvalidOperationException)
        {
            _logger.StreamEnded(failure.Message);
        }
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.RpcLog:
                Log(message.RpcLog);
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                LargestResponse = Math.Max(LargestResponse, message.CalculateSize());
                if (_invocations.TryGetValue(message.InvocationResponse.InvocationId, out var invocation))
                {
                    invocation.TrySetResult(message.InvocationResponse);
                }

                break;
            default:
                if (_questions.TryGetValue(message.RequestId, out var question))
                {
                    question.TrySetResult(message);
                }

                break;
        }
    }

    // Azure's host shows log entries from within an invocation, and drops the rest.
    private void Log(RpcLog log)
    {
        var logger = appLoggers.CreateLogger(log.Category.Length > 0 ? log.Category : "Worker");
        var level = (LogLevel)log.Level;
        if (!logger.IsEnabled(level))
        {
            return;
        }

        var dropped = log.InvocationId.Length == 0 && log.LogCategory == RpcLog.Types.RpcLogCategory.User;
        var exception = log.Exception is { } thrown ? $"\n{thrown.Type} {thrown.Message}\n{thrown.StackTrace}".TrimEnd() : "";
        logger.Forward(level, $"{(dropped ? "(outside an invocation, not shown in Azure) " : "")}{log.Message}{exception}");
    }
}

internal sealed class WorkerLostException() : Exception("The worker process ended before it answered.");

internal static partial class WorkerLog
{
    [LoggerMessage(1, LogLevel.Debug, "The worker's stream ended: {Reason}")]
    public static partial void StreamEnded(this ILogger logger, string reason);

    // Written by the worker, whose own event ids have no meaning here.
    [LoggerMessage(EventId = 2, Message = "{Text}")]
    public static partial void Forward(this ILogger logger, LogLevel level, string text);

    [LoggerMessage(3, LogLevel.Information, "The worker runs as process {ProcessId}")]
    public static partial void Started(this ILogger logger, int processId);

    [LoggerMessage(
        4,
        LogLevel.Error,
        "The worker ended with exit code {ExitCode}; death {Count} of {Most} within {Minutes} minutes. Starting another")]
    public static partial void Died(this ILogger logger, int exitCode, int count, int most, double minutes);

    [LoggerMessage(6, LogLevel.Error, "The worker's stream has ended, but its process is still running; it is killed")]
    public static partial void Disconnected(this ILogger logger);

    [LoggerMessage(5, LogLevel.Information, "The worker asked to be restarted")]
    public static partial void AskedForRestart(this ILogger logger);
}
