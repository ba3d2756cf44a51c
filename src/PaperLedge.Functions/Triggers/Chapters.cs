using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class Chapters(ChaptersEndpoint chapters)
{
    [Function(nameof(Chapters))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "episodes/{slug}/chapters.json")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken) =>
        chapters.GetAsync(request, slug, cancellationToken);
}
