using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Core.Feed;
using PaperLedge.Functions.Feeds;
using PaperLedge.Functions.Http;

namespace PaperLedge.Functions.Functions;

public sealed class FeedFunctions(FeedDocuments feed, ShowCache shows, PublicUrls urls)
{
    [Function("Feed")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "feed.xml")] HttpRequest request,
        CancellationToken cancellationToken) =>
        FeedMove.TargetOf(await shows.GetAsync(cancellationToken)) is { } target
            ? Results.Redirect(target.AbsoluteUri, permanent: true)
            : ContentResponse.Create(request, await feed.GetMainAsync(cancellationToken));

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
