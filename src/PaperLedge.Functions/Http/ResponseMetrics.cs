using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using PaperLedge.Functions.Telemetry;

namespace PaperLedge.Functions.Http;

/// <summary>Middleware that counts answers by status; must be added after <c>ConfigureFunctionsWebApplication</c>.</summary>
internal sealed class ResponseMetrics : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (AppMetrics.WantsResponses && context.GetHttpContext() is { } http)
        {
            // The result is executed, and so the status known, after all middleware that may still see the request.
            var function = context.FunctionDefinition.Name;
            http.Response.OnCompleted(() =>
            {
                AppMetrics.Answered(function, http.Response.StatusCode);
                return Task.CompletedTask;
            });
        }

        return next(context);
    }
}
