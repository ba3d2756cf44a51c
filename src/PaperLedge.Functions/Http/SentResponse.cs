using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using PaperLedge.Functions.Functions;

namespace PaperLedge.Functions.Http;

// Without it, the worker sends the body once more through gRPC, as the JSON of the function's result, which the host discards.
/// <summary>Middleware that sends an HTTP body only once; must be added before <c>ConfigureFunctionsWebApplication</c>.</summary>
internal sealed class SentResponse : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await next(context);
        if (context.GetHttpContext() is not null)
        {
            context.GetInvocationResult().Value = null;
        }
    }
}

// A request gets 503 with the reason; another trigger waits.
/// <summary>Middleware that runs functions once storage is ready; must be added after <c>ConfigureFunctionsWebApplication</c>.</summary>
internal sealed class StorageGate(StartUp start, TimeProvider time) : IFunctionsWorkerMiddleware
{
    // A request waits so long for a start that has had no failure yet.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.FunctionDefinition.Name == StatusFunctions.Health)
        {
            await next(context);
            return;
        }

        if (context.GetHttpContext() is not { } http)
        {
            await start.Ready.WaitAsync(context.CancellationToken);
        }
        else if (!await IsReadyAsync(http.RequestAborted))
        {
            http.Response.Headers.RetryAfter = "5";
            var reason = start.Problem ?? "The app is starting, and its storage has not answered yet.";
            context.GetInvocationResult().Value = Results.Text($"{reason}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
            return;
        }

        await next(context);
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (!start.Ready.IsCompleted && start.Problem is null)
        {
            await start.Ready.WaitAsync(s_patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return start.Ready.IsCompleted;
    }
}
