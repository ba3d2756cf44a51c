using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class FeedArchive(FeedEndpoint feed)
{
    [Function(nameof(FeedArchive))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "archive-{number}.xml")] HttpRequest request,
        string number,
        CancellationToken cancellationToken) =>
        feed.GetArchiveAsync(request, number, cancellationToken);
}
