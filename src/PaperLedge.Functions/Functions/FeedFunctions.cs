using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Core.Feed;
using PaperLedge.Core.Text;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Http;

namespace PaperLedge.Functions.Functions;

public sealed class FeedFunctions(FeedDocuments feed, FeedMove move, ShowCache shows, PublicUrls urls)
{
    [Function("Feed")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "feed.xml")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (move.TargetOf(await shows.GetAsync(cancellationToken)) is not { } target)
        {
            return ContentResponse.Create(request, await feed.GetMainAsync(cancellationToken));
        }

        // Without a limit, clients would keep the redirect for ever, even if the feed comes back.
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.Redirect(WebAddress.Ascii(target), permanent: true);
    }

    [Function("FeedArchive")]
    public async Task<IResult> GetArchiveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "archive-{number}.xml")] HttpRequest request,
        string number,
        CancellationToken cancellationToken)
    {
        var document = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            ? await feed.GetArchiveAsync(parsed, cancellationToken)
            : null;
        return document is not null
            ? ContentResponse.Create(request, document)
            : Results.Text(
                $"The feed has no archive '{number}'; {urls.Feed} links to the existing ones.\n",
                statusCode: StatusCodes.Status404NotFound);
    }
}
