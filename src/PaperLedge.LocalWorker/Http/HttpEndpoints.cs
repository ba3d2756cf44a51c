using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using PaperLedge.LocalWorker.Functions;

namespace PaperLedge.LocalWorker.Http;

/// <summary>Serves HTTP functions: route, key, invocation, result.</summary>
internal sealed class HttpEndpoints(FunctionInvoker invoker, FunctionKeys keys)
{
    public void Map(WebApplication app, IReadOnlyList<HttpFunction> functions)
    {
        app.Use(WithoutMethodNotAllowed);
        foreach (var function in functions)
        {
            var endpoint = app.Map(function.Route, context => AnswerAsync(context, function));
            if (function.Methods.Count > 0)
            {
                endpoint.WithMetadata(new HttpMethodMetadata(function.Methods));
            }

            endpoint.WithMetadata(function).WithDisplayName(function.Function.Name);
        }
    }

    /// <summary>To the host a method that no function takes is a path that is not there: 404, where ASP.NET Core would answer 405.</summary>
    private static Task WithoutMethodNotAllowed(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<HttpFunction>() is not null)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(HttpContext context, HttpFunction function)
    {
        if (function.WantsKey && !keys.Admit(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var input = new TriggerInput(
            $"{context.Request.Method} {context.Request.Path}",
            _ => ValueTask.FromResult<object?>(context.Request),
            context.Request.RouteValues.ToDictionary(v => v.Key, v => (object?)v.Value?.ToString(), StringComparer.OrdinalIgnoreCase));
        var outcome = await invoker.InvokeAsync(
            function.Function, input, context.RequestAborted, context.RequestServices, result => WriteAsync(context, result));
        if (outcome == InvocationOutcome.Succeeded || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (context.Response.HasStarted)
        {
            // The client must not take half an answer for a whole one.
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = outcome == InvocationOutcome.Stopped ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
    }

    private static Task WriteAsync(HttpContext context, object? result) => result switch
    {
        IResult http => http.ExecuteAsync(context),
        IActionResult action => action.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new ActionDescriptor())),
        _ => throw new InvalidOperationException("The HTTP function returned null instead of a result."),
    };
}
