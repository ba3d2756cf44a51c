using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using PaperLedge.Core.Feed;

namespace PaperLedge.Functions.Http;

/// <summary>Middleware for headers that every answer has; must be added after <c>ConfigureFunctionsWebApplication</c>.</summary>
internal sealed class CommonHeaders(PublicUrls urls) : IFunctionsWorkerMiddleware
{
    // What players need to continue a file and to ask whether it has changed.
    private const string ForScripts = "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified, Location";

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

            // Everything but the producer's own functions is public, so that scripts in any page, such as players, may read it.
            if (!http.Request.Path.StartsWithSegments("/api") && !http.Request.Path.StartsWithSegments("/status"))
            {
                headers.AccessControlAllowOrigin = "*";
                headers.AccessControlExposeHeaders = ForScripts;
            }
        }

        return next(context);
    }
}
