using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class ListEpisodes(StatusEndpoint status)
{
    [Function(nameof(ListEpisodes))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "api/episodes")] HttpRequest request,
        CancellationToken cancellationToken) =>
        status.ListAsync(cancellationToken);
}
