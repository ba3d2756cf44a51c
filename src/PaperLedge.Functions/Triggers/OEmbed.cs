using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaperLedge.Functions.Web;

namespace PaperLedge.Functions.Triggers;

public sealed class OEmbed(DiscoveryEndpoint discovery)
{
    [Function(nameof(OEmbed))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "oembed")] HttpRequest request,
        CancellationToken cancellationToken) =>
        discovery.GetOEmbedAsync(request, cancellationToken);
}
