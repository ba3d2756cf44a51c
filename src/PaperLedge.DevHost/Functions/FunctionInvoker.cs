using System.Diagnostics;
using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;
using PaperLedge.DevHost.Worker;
using PaperLedge.DevHost.Worker.Rpc;

namespace PaperLedge.DevHost.Functions;

/// <param name="timeout">The function timeout; zero for none.</param>
internal sealed class FunctionInvoker(WorkerSupervisor workers, TimeSpan timeout, ILoggerFactory loggers)
{
    // The time that a function has to end after its cancellation at the function timeout; then its worker is killed.
    private static readonly TimeSpan s_timeoutGrace = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = loggers.CreateLogger<FunctionInvoker>();

    /// <summary>Invokes a function without a time limit: the WebJobs SDK applies the function timeout itself.</summary>
    /// <param name="input">The trigger's value: null, a string, bytes, a reference to a blob or message, or any value for JSON.</param>
    /// <param name="data">Values of further parameters; entries without a value are left out.</param>
    /// <param name="cancellationToken">Cancels the function's own token; the function is still awaited.</param>
    /// <exception cref="FunctionFailedException">The function threw.</exception>
    /// <exception cref="WorkerLostException">The worker ended before the function did.</exception>
    public Task InvokeAsync(
        AppFunction function,
        object? input,
        IEnumerable<KeyValuePair<string, object?>> data,
        CancellationToken cancellationToken) =>
        InvokeAsync(function, input, data, isLimited: false, cancellationToken);

    public Task InvokeWithinTimeoutAsync(AppFunction function, object? input, IEnumerable<KeyValuePair<string, object?>> data) =>
        InvokeAsync(function, input, data, isLimited: true, CancellationToken.None);

    private async Task InvokeAsync(
        AppFunction function,
        object? input,
        IEnumerable<KeyValuePair<string, object?>> data,
        bool isLimited,
        CancellationToken cancellationToken)
    {
        var worker = await workers.GetAsync(cancellationToken);
        var request = Request(function, ToTypedData(input), data);
        var clock = Stopwatch.StartNew();
        _logger.Running(function.Name, request.InvocationId);
        await (isLimited
            ? InvokeWithinTimeoutAsync(worker, request, function.Name, cancellationToken)
            : InvokeAsync(worker, request, function.Name, cancellationToken));
        _logger.Succeeded(function.Name, request.InvocationId, clock.ElapsedMilliseconds);
    }

    // Announces a request that the worker gets by HTTP with the same invocation id, within the function timeout.
    public Task InvokeHttpAsync(
        WorkerChannel worker,
        AppFunction function,
        string invocationId,
        IEnumerable<KeyValuePair<string, object?>> data,
        CancellationToken cancellationToken)
    {
        var request = Request(function, new TypedData { Http = new RpcHttp() }, data);
        request.InvocationId = invocationId;
        return InvokeWithinTimeoutAsync(worker, request, function.Name, cancellationToken);
    }

    private static InvocationRequest Request(AppFunction function, TypedData input, IEnumerable<KeyValuePair<string, object?>> data)
    {
        var request = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.Metadata.FunctionId,
            // Required, even if there is nothing to trace.
            TraceContext = new RpcTraceContext
            {
                TraceParent = Activity.Current?.Id ?? "",
                TraceState = Activity.Current?.TraceStateString ?? "",
            },
        };
        request.InputData.Add(new ParameterBinding { Name = function.Parameter, Data = input });
        foreach (var (name, value) in data)
        {
            if (value is not null && !string.Equals(name, "sys", StringComparison.OrdinalIgnoreCase))
            {
                request.TriggerMetadata[name] = ToTypedData(value);
            }
        }

        return request;
    }

    private async Task InvokeWithinTimeoutAsync(
        WorkerChannel worker, InvocationRequest request, string name, CancellationToken cancellationToken)
    {
        if (timeout == TimeSpan.Zero)
        {
            await InvokeAsync(worker, request, name, cancellationToken);
            return;
        }

        using var limit = new CancellationTokenSource(timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var running = InvokeAsync(worker, request, name, either.Token);
        await using var overdue = limit.Token.Register(() =>
        {
            _logger.TimedOut(name, timeout);
            _ = EnforceTimeoutAsync(running);
        });
        await running;
    }

    // Kills the worker of a function that does not end within the grace period after its cancellation.
    public async Task EnforceTimeoutAsync(Task running)
    {
        if (await Task.WhenAny(running, Task.Delay(s_timeoutGrace)) != running)
        {
            _logger.NotHeeded(s_timeoutGrace.TotalSeconds);
            workers.Kill();
        }
    }

    private static async Task InvokeAsync(WorkerChannel worker, InvocationRequest request, string name, CancellationToken cancellationToken)
    {
        var response = await worker.InvokeAsync(request, cancellationToken);
        if (response.Result.Status != StatusResult.Types.Status.Success)
        {
            var exception = response.Result.Exception;
            throw new FunctionFailedException(
                $"The function '{name}' failed. {exception?.Type} {exception?.Message}\n{exception?.StackTrace}".TrimEnd());
        }
    }

    // The host's own rule: everything except text, bytes, numbers and references is sent as JSON.
    private static TypedData ToTypedData(object? value) => value switch
    {
        null => new TypedData(),
        string text => new TypedData { String = text },
        byte[] bytes => new TypedData { Bytes = ByteString.CopyFrom(bytes) },
        double number => new TypedData { Double = number },
        ParameterBindingData reference => new TypedData
        {
            ModelBindingData = new ModelBindingData
            {
                Version = reference.Version,
                Source = reference.Source,
                ContentType = reference.ContentType,
                Content = ByteString.CopyFrom(reference.Content.ToMemory().Span),
            },
        },
        _ => new TypedData { Json = JsonConvert.SerializeObject(value) },
    };
}

internal sealed class FunctionFailedException(string message) : Exception(message);

internal static partial class InvocationLog
{
    [LoggerMessage(10, LogLevel.Debug, "Running '{Function}' ({InvocationId})")]
    public static partial void Running(this ILogger logger, string function, string invocationId);

    [LoggerMessage(11, LogLevel.Debug, "Ran '{Function}' ({InvocationId}) in {Milliseconds} ms")]
    public static partial void Succeeded(this ILogger logger, string function, string invocationId, long milliseconds);

    [LoggerMessage(13, LogLevel.Error, "'{Function}' has run for {Timeout}, the function timeout, and is cancelled")]
    public static partial void TimedOut(this ILogger logger, string function, TimeSpan timeout);

    [LoggerMessage(
        14, LogLevel.Error, "A function is still running {Seconds} s after its cancellation at the function timeout; its worker is killed")]
    public static partial void NotHeeded(this ILogger logger, double seconds);

    [LoggerMessage(12, LogLevel.Error, "{Failure}")]
    public static partial void Failed(this ILogger logger, string failure);
}
