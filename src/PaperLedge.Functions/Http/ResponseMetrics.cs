using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using PaperLedge.Functions.Telemetry;

namespace PaperLedge.Functions.Http;

/// <summary>Middleware that counts answers by status; must be added before <c>ConfigureFunctionsWebApplication</c>.</summary>
internal sealed class ResponseMetrics : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch when (context.GetHttpContext() is not null)
        {
            AppMetrics.Answered(context.FunctionDefinition.Name, StatusCodes.Status500InternalServerError);
            throw;
        }

        if (context.GetHttpContext() is { } http)
        {
            AppMetrics.Answered(context.FunctionDefinition.Name, http.Response.StatusCode);
        }
    }
}
