using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Http;

namespace PaperLedge.Functions.Functions;

/// <summary>Requests that no other function answers: OPTIONS, wrong methods and unknown addresses.</summary>
public sealed class UnknownAddressFunctions(SiteRoutes routes, NotFoundPage page)
{
    // The host tries the functions in the order of their names, and the first match answers: this name must be the last.
    private const string Last = "UnknownAddress";

    private const string DaySeconds = "86400";

    [Function(Last)]
    public async Task<IResult> AnswerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (routes.MethodsOf(request.HttpContext) is not { Count: > 0 } methods)
        {
            return await page.CreateAsync(request, cancellationToken);
        }

        var (headers, list) = (request.HttpContext.Response.Headers, string.Join(", ", methods));
        if (!HttpMethods.IsOptions(request.Method))
        {
            headers.Allow = list;
            return Results.Text(
                $"This address does not accept {request.Method}; it accepts {list}.\n", statusCode: StatusCodes.Status405MethodNotAllowed);
        }

        headers.Allow = $"{list}, OPTIONS";
        if (headers.AccessControlAllowOrigin.Count > 0)
        {
            headers.AccessControlAllowMethods = list;
            headers.AccessControlAllowHeaders = "*";
            headers.AccessControlMaxAge = DaySeconds;
        }

        return Results.NoContent();
    }
}
