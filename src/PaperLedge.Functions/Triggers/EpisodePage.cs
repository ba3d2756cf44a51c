using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class EpisodePage(PageEndpoint pages)
{
    [Function(nameof(EpisodePage))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "episodes/{slug}")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken) =>
        pages.GetEpisodeAsync(request, slug, cancellationToken);
}
