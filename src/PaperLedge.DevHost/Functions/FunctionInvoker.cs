using System.Diagnostics;
using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;
using PaperLedge.DevHost.Worker;
using PaperLedge.DevHost.Worker.Rpc;

namespace PaperLedge.DevHost.Functions;

/// <summary>Has the worker run a function.</summary>
internal sealed class FunctionInvoker(WorkerSupervisor workers, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<FunctionInvoker>();

    /// <param name="input">The trigger's value: null, a string, bytes, a reference to a blob or message, or anything that JSON can say.</param>
    /// <param name="data">What further parameters are bound to; entries without a value are left out.</param>
    /// <param name="cancellationToken">Cancels the function's own token; the function is awaited all the same.</param>
    /// <exception cref="FunctionFailedException">The function threw.</exception>
    /// <exception cref="WorkerLostException">The worker ended before the function did.</exception>
    public async Task InvokeAsync(AppFunction function, object? input, IEnumerable<KeyValuePair<string, object?>> data, CancellationToken cancellationToken)
    {
        var worker = await workers.GetAsync(cancellationToken);
        var request = Request(function, ToTypedData(input), data);
        var clock = Stopwatch.StartNew();
        _logger.Running(function.Name, request.InvocationId);
        await InvokeAsync(worker, request, function.Name, cancellationToken);
        _logger.Succeeded(function.Name, request.InvocationId, clock.ElapsedMilliseconds);
    }

    /// <summary>The same for a request that the worker gets by HTTP, under the same invocation id.</summary>
    public static Task InvokeHttpAsync(
        WorkerChannel worker, AppFunction function, string invocationId, IEnumerable<KeyValuePair<string, object?>> data, CancellationToken cancellationToken)
    {
        var request = Request(function, new TypedData { Http = new RpcHttp() }, data);
        request.InvocationId = invocationId;
        return InvokeAsync(worker, request, function.Name, cancellationToken);
    }

    private static InvocationRequest Request(AppFunction function, TypedData input, IEnumerable<KeyValuePair<string, object?>> data)
    {
        var request = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.Metadata.FunctionId,
            // Required, even if there is nothing to trace.
            TraceContext = new RpcTraceContext { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" },
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

    private static async Task InvokeAsync(WorkerChannel worker, InvocationRequest request, string name, CancellationToken cancellationToken)
    {
        var response = await worker.InvokeAsync(request, cancellationToken);
        if (response.Result.Status != StatusResult.Types.Status.Success)
        {
            var exception = response.Result.Exception;
            throw new FunctionFailedException($"The function '{name}' failed. {exception?.Type} {exception?.Message}\n{exception?.StackTrace}".TrimEnd());
        }
    }

    /// <summary>The host's own rule: what is not text, bytes, a number or a reference goes as JSON.</summary>
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

/// <summary>A function threw; the message says what.</summary>
internal sealed class FunctionFailedException(string message) : Exception(message);

internal static partial class InvocationLog
{
    [LoggerMessage(10, LogLevel.Debug, "Running '{Function}' ({InvocationId})")]
    public static partial void Running(this ILogger logger, string function, string invocationId);

    [LoggerMessage(11, LogLevel.Debug, "Ran '{Function}' ({InvocationId}) in {Milliseconds} ms")]
    public static partial void Succeeded(this ILogger logger, string function, string invocationId, long milliseconds);

    [LoggerMessage(12, LogLevel.Error, "{Failure}")]
    public static partial void Failed(this ILogger logger, string failure);
}
