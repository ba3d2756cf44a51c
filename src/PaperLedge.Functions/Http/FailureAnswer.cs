using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Pages;
using PaperLedge.Core.ProducerFiles;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Publishing;

namespace PaperLedge.Functions.Http;

/// <summary>Middleware that answers a failed request with a page or with problem details (RFC 9457).</summary>
/// <remarks>The answer has a number that is in the log. It must be added after <c>ConfigureFunctionsWebApplication</c>.</remarks>
internal sealed partial class FailureAnswer(
    ShowCache shows, PageRenderer renderer, PublicUrls urls, MediaOrigin media, ILogger<FailureAnswer> logger) : IFunctionsWorkerMiddleware
{
    private const string RetrySeconds = "30";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (
            context.GetHttpContext() is { Response.HasStarted: false, RequestAborted.IsCancellationRequested: false })
        {
            var http = context.GetHttpContext()!;
            LogFailed(exception, http.Request.Method, context.FunctionDefinition.Name, context.InvocationId);
            context.GetInvocationResult().Value = await CreateAsync(http, exception, context.InvocationId);
        }
    }

    private async Task<IResult> CreateAsync(HttpContext http, Exception exception, string id)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        var outside = OutsideFailure.Explain(exception);
        var mayPass = outside is not null && exception is not Storage.DamagedRowException;
        if (mayPass)
        {
            headers.RetryAfter = RetrySeconds;
        }

        var status = mayPass ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
        var advice = mayPass ? "Try again in a minute." : "If it happens again, report this number to the show's maker.";
        var text = $"{(mayPass ? "Something that the site needs does not answer." : "This could not be read.")} {advice} ({id})";
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            // Only the producer's own functions name the cause.
            var detail = http.Request.Path.StartsWithSegments("/api") ? $"{outside ?? exception.Message} ({id})" : text;
            return Results.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["id"] = id });
        }

        var show = shows.Last?.Settings ?? ShowSettingsReader.Default;
        headers.ContentSecurityPolicy = ContentSecurityPolicy.ForPages(show, urls, media.Value);
        var html = await renderer.RenderMessageAsync(new MessagePageModel(show, urls, "Not available", text));
        return Results.Content(html, PageRenderer.MediaType, Encoding.UTF8, status);
    }

    // Without the address, which may contain the key of a review.
    [LoggerMessage(1120, LogLevel.Error, "A {Method} request to {Function} failed ({Id}).")]
    private partial void LogFailed(Exception exception, string method, string function, string id);
}
