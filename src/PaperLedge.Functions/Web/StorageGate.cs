using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace PaperLedge.Functions.Web;

/// <summary>
/// Lets no function run before storage is ready: a request gets 503 with the reason, another trigger waits. Must be added after
/// <c>ConfigureFunctionsWebApplication</c>.
/// </summary>
internal sealed class StorageGate(StartUp start, TimeProvider time) : IFunctionsWorkerMiddleware
{
    /// <summary>How long a request waits for a start that goes well so far.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
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
            await start.Ready.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return start.Ready.IsCompleted;
    }
}
