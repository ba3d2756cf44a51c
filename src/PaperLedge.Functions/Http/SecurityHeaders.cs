using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using PaperLedge.Core.Feed;

namespace PaperLedge.Functions.Http;

/// <summary>Middleware for headers that every answer has; must be added after <c>ConfigureFunctionsWebApplication</c>.</summary>
internal sealed class SecurityHeaders(PublicUrls urls) : IFunctionsWorkerMiddleware
{
    private readonly bool _isHttps = urls.Show.Scheme == Uri.UriSchemeHttps;

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
            if (_isHttps)
            {
                // A year.
                headers.StrictTransportSecurity = "max-age=31536000";
            }
        }

        return next(context);
    }
}
