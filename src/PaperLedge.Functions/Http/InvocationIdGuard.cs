using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace PaperLedge.Functions.Http;

// The host marks each request that it forwards with the header x-ms-invocation-id, but leaves a client's own header as it is. For such a
// request, the worker would look for an invocation with that id for 15 s. A request comes by HTTP and its invocation by gRPC, in either
// order.
/// <summary>Middleware that refuses a request with an invocation id that is not from the host; it must be the worker's first.</summary>
internal sealed class InvocationIdGuard(TimeProvider time) : IFunctionsWorkerMiddleware, IStartupFilter
{
    public const string Header = "x-ms-invocation-id";

    // A request and its invocation wait for each other as long as the worker itself waits for a request.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Meeting> _meetings = new();

    // The side of the invocation, which waits for its request.
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "httpTrigger"))
        {
            await next(context);
            return;
        }

        var meeting = MeetingOf(context.InvocationId);
        meeting.Invocation.TrySetResult();
        try
        {
            // Without its request there is nothing to do: the other side has sent the answer.
            if (await CompletesAsync(meeting.Request.Task, context.CancellationToken))
            {
                await next(context);
            }
        }
        finally
        {
            _meetings.TryRemove(context.InvocationId, out _);
        }
    }

    // The side of the request, which waits for its invocation.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(CheckAsync);
        next(app);
    };

    internal async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var id = context.Request.Headers[Header].ToString();
        var meeting = MeetingOf(id);
        meeting.Request.TrySetResult();
        if (await CompletesAsync(meeting.Invocation.Task, context.RequestAborted))
        {
            await next(context);
            return;
        }

        _meetings.TryRemove(id, out _);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "1";
        await context.Response.WriteAsync(
            $"The host did not announce this request. The header {Header} is reserved for the host: send the request without it. " +
            "If you did not send it, the app is too busy: try again later.\n",
            context.RequestAborted);
    }

    private async Task<bool> CompletesAsync(Task other, CancellationToken cancellationToken)
    {
        if (!other.IsCompleted)
        {
            await other.WaitAsync(s_patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return other.IsCompleted;
    }

    private Meeting MeetingOf(string id) => _meetings.GetOrAdd(id, static _ => new Meeting());

    private sealed class Meeting
    {
        public TaskCompletionSource Invocation { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Request { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
