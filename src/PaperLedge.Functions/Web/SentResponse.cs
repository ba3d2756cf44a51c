using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace PaperLedge.Functions.Web;

/// <summary>
/// Keeps the worker from sending an HTTP body twice: once as the response, and once more through gRPC, as the JSON of the
/// function's result, which the host would only throw away. Must be added before <c>ConfigureFunctionsWebApplication</c>.
/// </summary>
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
