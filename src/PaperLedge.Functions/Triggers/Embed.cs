using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class Embed(PageEndpoint pages)
{
    [Function(nameof(Embed))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "embed/{slug}")] HttpRequest request,
        string slug,
        CancellationToken cancellationToken) =>
        pages.GetEmbedAsync(request, slug, cancellationToken);
}
