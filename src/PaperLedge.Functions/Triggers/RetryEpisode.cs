using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class RetryEpisode(StatusEndpoint status)
{
    [Function(nameof(RetryEpisode))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/episodes/{slug}/retry")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken) =>
        status.RetryAsync(slug, cancellationToken);
}
